@keras.utils.register_keras_serializable("course")
class ScaledResidual(layers.Layer):
    def __init__(self, layer, name=None, **kwargs):
        super().__init__(name=name, **kwargs)
        self.layer, self.sum = layer, layers.Add()

    def build(self, input_shape):
        self.scale = keras.Variable(1.0, name="scale")

    def call(self, x, training=None):
        return self.sum([x, self.layer(x, training=training) * self.scale])

    def get_config(self):
        config = super().get_config()
        config["layer"] = keras.saving.serialize_keras_object(self.layer)
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = dict(config)
        config["layer"] = keras.saving.deserialize_keras_object(config["layer"], custom_objects=custom_objects)
        return cls(**config)
