def build_ensemble(members):
    inputs = keras.Input(batch_shape=members[-1].input.shape)
    votes = ops.stack([member(inputs) for member in members], axis=-1)
    return keras.Model(inputs, ops.mean(votes, axis=-1), name="ensemble")
