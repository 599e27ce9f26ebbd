def build_similarity(num_words, dim):
    first = keras.Input(shape=(None,), dtype="int32")
    second = keras.Input(shape=(None,), dtype="int32")
    embedding = layers.Embedding(num_words, dim)
    lstm = layers.LSTM(12)
    dense = layers.Dense(8)
    u = dense(lstm(embedding(first)))
    v = layers.Dense(8)(lstm(embedding(second)))
    return keras.Model([first, second], layers.Dot(axes=-1, normalize=True)([u, v]))
