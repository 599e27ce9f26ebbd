class CustomDense(layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = int(units)
        self.f = keras.activations.get(activation)

    def build(self, input_shape):
        make = keras.initializers.GlorotUniform()
        self.kernel = keras.Variable(make((input_shape[-1], self.units)), dtype=self.variable_dtype)
        self.bias = keras.Variable(ops.zeros(self.units), dtype=self.variable_dtype)

    def call(self, x):
        return self.f(ops.add(ops.einsum("...i,ij->...j", x, self.kernel), self.bias))
