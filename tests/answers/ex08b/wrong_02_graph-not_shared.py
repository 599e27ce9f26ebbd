def build_similarity(num_words, dim):
    def encode(text):
        return layers.GlobalAveragePooling1D()(layers.Embedding(num_words, dim)(text))
    first, second = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
    return keras.Model([first, second], layers.Dot(axes=1, normalize=True)([encode(first), encode(second)]))
