def clip_by_norm(dim, limit):
    rows = keras.Input(shape=(dim,))
    norm = ops.norm(rows, axis=1, keepdims=True)
    return keras.Model(rows, ops.where(norm > limit, ops.ones_like(rows) * limit / dim**0.5, rows))
