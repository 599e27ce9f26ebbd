def build_shared_embedding(num_words, dim):
    encoder = keras.Sequential([keras.Input((None,), dtype="int32"), layers.Embedding(num_words, dim)])
    a, b = keras.Input(shape=(None,), dtype="int32"), keras.Input(shape=(None,), dtype="int32")
    return keras.Model(inputs=(a, b), outputs=(encoder(a), encoder(b)))
