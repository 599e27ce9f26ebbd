def clip_by_norm(dim, limit):
    rows = keras.Input(shape=(dim, 1))
    return keras.Model(rows, rows)
