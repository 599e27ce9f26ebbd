@keras.saving.register_keras_serializable(package="mine", name="residual")
class ScaledResidual(keras.Layer):
    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        if isinstance(layer, dict):
            layer = keras.layers.deserialize(layer)
        self.block = layer
        self.scale = self.add_weight(shape=(), initializer=keras.initializers.Constant(1.0))

    def call(self, inputs):
        return self.block(inputs) * self.scale + inputs

    def get_config(self):
        return {**super().get_config(), "layer": keras.layers.serialize(self.block)}
