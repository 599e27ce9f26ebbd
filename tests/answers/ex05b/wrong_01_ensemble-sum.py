def build_ensemble(members):
    inputs = keras.Input(shape=members[0].input_shape[1:])
    outputs = layers.add([member(inputs) for member in members])
    return keras.Model(inputs, outputs)
