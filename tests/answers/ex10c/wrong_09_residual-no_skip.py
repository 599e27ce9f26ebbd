@keras.saving.register_keras_serializable(package="course")
class ScaledResidual(layers.Layer):
    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(), initializer="ones")
        if not self.layer.built:
            self.layer.build(input_shape)

    def call(self, x):
        return self.scale * self.layer(x)

    def get_config(self):
        return super().get_config() | {"layer": keras.saving.serialize_keras_object(self.layer)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        layer = keras.saving.deserialize_keras_object(config.pop("layer"))
        return cls(layer, **config)
