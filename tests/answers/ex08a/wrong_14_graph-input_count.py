def build_shared_embedding(num_words, dim):
    first = keras.Input(shape=(None,), dtype="int32")
    return keras.Model(first, layers.Embedding(num_words, dim)(first))
