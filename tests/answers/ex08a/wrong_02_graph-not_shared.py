def build_shared_embedding(num_words, dim):
    texts = [keras.Input((None,), dtype="int32") for _ in range(2)]
    return keras.Model(texts, [layers.Embedding(num_words, dim)(text) for text in texts])
