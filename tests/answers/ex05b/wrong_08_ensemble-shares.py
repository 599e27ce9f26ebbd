def build_ensemble(members):
    inputs = keras.Input(members[0].input_shape[1:])
    mean = members[0](inputs)
    for member in members[1:]:
        mean = layers.average([mean, member(inputs)])
    return keras.Model(inputs, mean)
