def clip_by_norm(dim, limit):
    rows = keras.Input(shape=(dim,))
    norm = ops.norm(rows)
    return keras.Model(rows, ops.where(norm > limit, rows * limit / ops.maximum(norm, limit), rows))
