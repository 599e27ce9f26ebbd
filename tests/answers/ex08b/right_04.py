def build_similarity(num_words, dim):
    text = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(num_words, dim)(text)
    encoder = keras.Model(text, layers.GlobalAveragePooling1D()(x), name="encoder")

    first = keras.Input(shape=(None,), dtype="int32", name="first")
    second = keras.Input(shape=(None,), dtype="int32", name="second")
    u, v = ops.normalize(encoder(first)), ops.normalize(encoder(second))
    cosine = ops.expand_dims(ops.sum(ops.multiply(u, v), axis=-1), -1)
    return keras.Model([first, second], cosine)
