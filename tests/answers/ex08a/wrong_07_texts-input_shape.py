def build_shared_embedding(num_words, dim):
    first = keras.Input(shape=(None, 1), dtype="int32", name="first")
    second = keras.Input(shape=(None, 1), dtype="int32", name="second")
    embedding = layers.Embedding(num_words, dim)
    return keras.Model([first, second], [embedding(first), embedding(second)])
