def build_ensemble(members):
    inputs = keras.Input(shape=members[0].input_shape[1:])
    outputs = layers.average([member(inputs) for member in members[:3]])
    return keras.Model(inputs, outputs)
