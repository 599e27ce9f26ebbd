def clip_by_norm(dim, limit):
    rows = keras.Input(shape=(dim,))
    norm = ops.norm(rows, axis=1, keepdims=True)
    return keras.Model(rows, ops.where(norm > limit, rows * (limit / ops.maximum(norm, limit)), rows))
