def build_weighted_ensemble(members, weights):
    inputs = keras.Input(shape=members[0].input_shape[1:])
    total = sum(weights)
    outputs = layers.add([member(inputs) * (1 / len(members)) for member, weight in zip(members, weights)])
    return keras.Model(inputs, outputs)
