def from_sequential(model):
    return keras.Sequential(model.layers)
