def build_ensemble(members):
    inputs = keras.Input(shape=members[0].input_shape[1:])
    x = inputs
    for member in members:
        x = member(x)
    return keras.Model(inputs, x)
