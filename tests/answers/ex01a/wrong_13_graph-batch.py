def build_mlp(hidden_units, num_classes):
    inputs = keras.Input(shape=(784,), batch_size=32)
    x = layers.Dense(hidden_units, activation="relu")(inputs)
    x = layers.Dense(hidden_units, activation="relu")(x)
    outputs = layers.Dense(num_classes)(x)
    return keras.Model(inputs, outputs)
