class NoisyDense(keras.Layer):
    def __init__(self, units, stddev, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.units, self.stddev = units, stddev

    def build(self, shape):
        self.b = self.add_weight(shape=(self.units,), initializer="zeros")
        self.w = self.add_weight(shape=(shape[-1], self.units))

    def call(self, x, training=None, mask=None):
        y = ops.matmul(x, self.w) + self.b
        if not training:
            return y
        return y + self.stddev * keras.random.normal(ops.shape(y))

    def compute_mask(self, inputs, mask=None):
        return mask
