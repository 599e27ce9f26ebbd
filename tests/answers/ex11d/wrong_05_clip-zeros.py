def clip_by_norm(dim, limit):
    rows = keras.Input(shape=(dim,))
    norm = ops.norm(rows, axis=1, keepdims=True)
    return keras.Model(rows, rows * ops.minimum(1.0, limit / norm) * (norm / norm))
