class NoisyDense(layers.Layer):
    def __init__(self, units, stddev, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(units)
        self.noise = layers.GaussianNoise(stddev)
        self.supports_masking = True

    def call(self, inputs, training=None):
        y = self.dense(inputs)
        width = self.noise.stddev * 3**0.5
        return y + keras.random.uniform(ops.shape(y), -width, width) if training else y
