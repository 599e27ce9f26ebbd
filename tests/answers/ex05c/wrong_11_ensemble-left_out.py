def build_weighted_ensemble(members, weights):
    inputs = keras.Input(shape=members[0].input_shape[1:])
    total = sum(weights)
    outputs = layers.add([member(inputs) * (weight / total) for member, weight in list(zip(members, weights))[:2]])
    return keras.Model(inputs, outputs)
