class NoisyDense(layers.Layer):
    def __init__(self, units, stddev, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.inner = layers.Dense(units, kernel_initializer="he_normal")
        self.stddev = stddev

    def build(self, input_shape):
        self.inner.build(input_shape)

    def call(self, inputs, *, training=False):
        outputs = self.inner(inputs)
        return outputs + float(bool(training)) * tf.random.normal(tf.shape(outputs), 0.0, self.stddev)
