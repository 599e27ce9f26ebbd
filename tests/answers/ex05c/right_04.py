def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    votes = ops.stack([member(inputs) for member in members], axis=2)
    return keras.Model(inputs, ops.average(votes, axis=2, weights=np.array(weights, "float32")))
