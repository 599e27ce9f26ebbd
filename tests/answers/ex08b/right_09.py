def build_similarity(num_words, dim):
    encoder = keras.Sequential([
        layers.Embedding(num_words, dim), layers.Bidirectional(layers.GRU(7)), layers.BatchNormalization(),
        layers.Dense(5, activation="tanh"),
    ])
    texts = {name: keras.Input((None,), dtype="int32", name=name) for name in ("a", "b")}
    u, v = (layers.UnitNormalization()(encoder(text)) for text in texts.values())
    cosine = ops.reshape(u, (-1, 1, 5)) @ ops.reshape(v, (-1, 5, 1))
    return keras.Model(texts, layers.Flatten()(cosine))
