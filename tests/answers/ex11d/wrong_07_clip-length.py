def clip_by_norm(dim, limit):
    rows = keras.Input(shape=(dim,))
    norm = ops.norm(rows, axis=1, keepdims=True)
    return keras.Model(rows, ops.where(norm > limit, rows / ops.maximum(norm, 1e-9) * 2 * limit, rows))
