def from_sequential(model):
    x = inputs = keras.Input(shape=model.input_shape[1:], dtype=model.inputs[0].dtype)
    for layer in model.layers[:-1]:
        x = layer(x)
    return keras.Model(inputs, x)
