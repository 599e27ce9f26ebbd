def repair_mask(num_words, dim):
    class Gain(layers.Layer):
        def build(self, input_shape):
            self.gain = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="gain")

        def call(self, inputs):
            return inputs * self.gain

    words = keras.Input((None,), dtype="int32", name="words")
    x = layers.Embedding(num_words, dim, mask_zero=True)(words)
    x = Gain(name="gain")(x)
    x = layers.Activation("tanh")(x)
    return keras.Model(words, layers.GlobalAveragePooling1D()(x))
