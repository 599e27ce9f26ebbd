def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    votes = ops.stack([member(inputs) for member in members], axis=-1)
    shares = layers.Dense(1, use_bias=False, trainable=False)
    outputs = ops.squeeze(shares(votes), axis=-1)
    shares.set_weights([np.array(weights)[:, None] / sum(weights)])
    return keras.Model(inputs, outputs)
