def from_sequential(model):
    return keras.Model(model.inputs, model.outputs)
