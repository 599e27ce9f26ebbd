def build_ensemble(members):
    inputs = keras.Input(members[0].input_shape[1:])
    total = 0
    for member in members:
        total = total + member(inputs)
    return keras.Model(inputs, total / len(members))
