def build_similarity(num_words, dim):
    text = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(num_words, dim)(text)
    encoder = keras.Model(text, layers.GlobalAveragePooling1D()(x), name="encoder")

    first = keras.Input(shape=(None,), dtype="int32", name="first")
    second = keras.Input(shape=(None,), dtype="int32", name="second")
    u, v = encoder(first), encoder(second)
    cosine = layers.Dot(axes=1, normalize=True)([u, u])
    return keras.Model([first, second], cosine)
