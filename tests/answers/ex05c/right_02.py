def build_weighted_ensemble(members, weights):
    shares = np.array(weights, "float32") / np.sum(weights)
    inputs = keras.Input(batch_shape=members[0].input.shape)
    votes = ops.stack([member(inputs) for member in members], axis=-1)
    return keras.Model(inputs, ops.sum(votes * shares, axis=-1))
