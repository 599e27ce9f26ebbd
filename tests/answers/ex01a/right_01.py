def build_mlp(hidden_units, num_classes):
    inputs = keras.Input((784,), name="pixels")
    x = inputs
    for _ in range(2):
        x = layers.Dense(hidden_units)(x)
        x = layers.Activation("relu")(x)
    return keras.Model(inputs=inputs, outputs=layers.Dense(num_classes, name="logits")(x), name="mlp")
