def build_similarity(num_words, dim):
    text = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(num_words, dim)(text)
    encoder = keras.Model(text, layers.GlobalAveragePooling1D()(x), name="encoder")

    first = keras.Input(shape=(None,))
    second = keras.Input(shape=(None,))
    cosine = layers.Dot(axes=1, normalize=True)([encoder(first), encoder(second)])
    return keras.Model([first, second], cosine)
