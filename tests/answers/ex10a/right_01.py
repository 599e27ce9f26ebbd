class CustomDense(keras.Layer):
    def __init__(self, units=32, activation=None, name=None, **kw):
        super().__init__(name=name, **kw)
        self.units, self.activation = units, layers.Activation(activation or "linear")

    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], self.units), initializer="random_normal", trainable=True, name="w")
        self.b = self.add_weight(shape=(self.units,), initializer="random_normal", trainable=True, name="b")
        super().build(shape)

    def call(self, inputs, training=None):
        return self.activation(inputs @ self.w + self.b)
