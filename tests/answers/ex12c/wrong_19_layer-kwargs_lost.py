class NoisyDense(layers.Layer):
    def __init__(self, units, stddev, name=None, **kwargs):
        super().__init__(name=name)
        self.dense = layers.Dense(units)
        self.noise = layers.GaussianNoise(stddev)
        self.supports_masking = True

    def call(self, inputs, training=None):
        return self.noise(self.dense(inputs), training=training)
