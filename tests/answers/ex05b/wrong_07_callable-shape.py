def build_ensemble(members):
    inputs = keras.Input(shape=(128,))
    outputs = layers.average([member(inputs) for member in members])
    return keras.Model(inputs, outputs)
