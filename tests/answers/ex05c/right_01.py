def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    total = sum(weight * member(inputs) for member, weight in zip(members, weights))
    return keras.Model(inputs, total / sum(weights))
