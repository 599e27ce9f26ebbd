class CustomDense(tf.keras.layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = activation

    def build(self, input_shape):
        width = input_shape[-1]
        self.kernel = self.add_weight(name="kernel", shape=(width, self.units))
        self.bias = self.add_weight(name="bias", shape=[self.units], initializer="zeros")

    def call(self, inputs):
        y = tf.tensordot(inputs, self.kernel, axes=1)
        y = tf.nn.bias_add(y, self.bias)
        if self.activation is None:
            return y
        if callable(self.activation):
            return self.activation(y)
        return getattr(ops, self.activation)(y)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)
