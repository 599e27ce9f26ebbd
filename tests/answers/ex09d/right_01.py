def fine_tune(trunk, num_classes):
    class Steady(layers.Layer):
        def __init__(self, part, **kwargs):
            super().__init__(**kwargs)
            self.part = part

        def call(self, images):
            return self.part(images, training=False)

    trunk.trainable = True
    inputs = keras.Input(shape=trunk.input_shape[1:])
    x = layers.GlobalAveragePooling2D()(Steady(trunk)(inputs))
    return keras.Model(inputs, layers.Dense(num_classes)(x))
