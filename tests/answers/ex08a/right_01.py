def build_shared_embedding(num_words, dim):
    shared = layers.Embedding(num_words, dim, name="words")
    texts = [keras.Input((None,), dtype="int64", name=name) for name in ("query", "answer")]
    return keras.Model(texts, [shared(text) for text in texts])
