def from_sequential(model):
    inputs = keras.Input(shape=model.input_shape[1:], dtype=model.inputs[0].dtype)
    return keras.Model(inputs, model(inputs))
