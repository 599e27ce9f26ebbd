def to_functional(mlp):
    num_features = 784
    inputs = keras.Input(shape=(num_features,))
    x = inputs
    for layer in mlp.layers:
        x = layer(x)
    return keras.Model(inputs, x)
