@keras.saving.register_keras_serializable(name="dense_of_mine")
class CustomDense(keras.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = activation
        self.function = keras.activations.get(activation)

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), name="w")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    def call(self, inputs):
        return self.function(inputs @ self.w + self.b)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}
