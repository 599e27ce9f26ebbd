def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    a, b, c = np.array(weights) / sum(weights)
    outputs = members[0](inputs) * a + members[1](inputs) * b + members[2](inputs) * c
    return keras.Model(inputs, outputs)
