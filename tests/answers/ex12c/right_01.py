class NoisyDense(layers.Dense):
    def __init__(self, units, stddev, **kwargs):
        super().__init__(units, **kwargs)
        self.stddev = stddev
        self.seed_generator = keras.random.SeedGenerator(1337)

    def call(self, inputs, training=False):
        y = super().call(inputs)
        if training:
            y = y + keras.random.normal(ops.shape(y), stddev=self.stddev, seed=self.seed_generator)
        return y
