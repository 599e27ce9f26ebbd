def clip_by_norm(dim, limit):
    rows = keras.Input(shape=(dim,))
    squares = layers.Dot(axes=1)([rows, rows])
    return keras.Model(rows, rows * limit / ops.maximum(ops.sqrt(squares), limit))
