def clip_by_norm(dim, limit):
    rows = keras.Input(shape=(dim,))
    norm = ops.norm(rows, axis=1, keepdims=True)
    return keras.Model(rows, ops.where(norm > 2.0, rows * (2.0 / ops.maximum(norm, 2.0)), rows))
