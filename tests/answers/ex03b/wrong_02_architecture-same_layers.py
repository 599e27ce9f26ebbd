def same_architecture(model):
    return keras.Model(model.inputs, model.outputs)
