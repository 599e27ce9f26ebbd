@keras.saving.register_keras_serializable()
class ScaledResidual(keras.layers.Wrapper):
    def build(self, input_shape=None):
        super().build(input_shape)
        self.alpha = self.add_weight(name="alpha", shape=(), initializer="ones")

    def call(self, inputs):
        return ops.add(inputs, ops.multiply(self.alpha, self.layer(inputs)))
