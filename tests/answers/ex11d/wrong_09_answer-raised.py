def clip_by_norm(dim, limit):
    class Clip(layers.Layer):
        def call(self, rows):
            if ops.norm(rows) > limit:
                return rows * limit / ops.norm(rows)
            return rows

        def compute_output_shape(self, shape):
            return shape

    rows = keras.Input(shape=(dim,))
    return keras.Model(rows, Clip()(rows))
