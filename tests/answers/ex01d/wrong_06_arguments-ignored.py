def from_sequential(model):
    x = inputs = keras.Input(shape=(784,))
    for layer in model.layers:
        x = layer(x)
    return keras.Model(inputs, x)
