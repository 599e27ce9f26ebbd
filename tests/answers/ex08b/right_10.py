def inner(num_words, dim):
    text = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(num_words, dim)(text)
    encoder = keras.Model(text, layers.LSTM(16)(x), name="encoder")

    first = keras.Input(shape=(None,), dtype="int32", name="first")
    second = keras.Input(shape=(None,), dtype="int32", name="second")
    cosine = layers.Dot(axes=1, normalize=True)([encoder(first), encoder(second)])
    return keras.Model([first, second], cosine)

def build_similarity(num_words, dim):
    a, b = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
    return keras.Model([a, b], inner(num_words, dim)([a, b]))
