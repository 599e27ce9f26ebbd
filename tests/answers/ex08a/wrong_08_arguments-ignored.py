def build_shared_embedding(num_words, dim):
    first = keras.Input(shape=(None,), dtype="int32", name="first")
    second = keras.Input(shape=(None,), dtype="int32", name="second")
    embedding = layers.Embedding(1000, 128)
    return keras.Model([first, second], [embedding(first), embedding(second)])
