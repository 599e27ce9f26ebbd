def from_sequential(model):
    x = inputs = keras.Input(shape=model.input_shape[1:])
    for layer in model.layers:
        x = layer(x)
    return keras.Model(inputs, x)
