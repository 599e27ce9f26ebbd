def clip_by_norm(dim, limit):
    rows = keras.Input(shape=(dim,))
    return keras.Model(rows, ops.clip(rows, -limit, limit))
