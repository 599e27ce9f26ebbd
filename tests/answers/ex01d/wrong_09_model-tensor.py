def from_sequential(model):
    x = keras.Input(shape=model.input_shape[1:], dtype=model.inputs[0].dtype)
    for layer in model.layers:
        x = layer(x)
    return x
