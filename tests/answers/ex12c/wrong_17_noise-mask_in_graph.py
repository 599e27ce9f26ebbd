class NoisyDense(layers.Layer):
    def __init__(self, units, stddev, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(units)
        self.noise = layers.GaussianNoise(stddev)

    def call(self, inputs, training=None):
        return self.noise(self.dense(inputs), training=training)
