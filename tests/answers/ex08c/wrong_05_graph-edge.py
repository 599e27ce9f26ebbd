def repair_sharing(num_words, dim):
    titles = [keras.Input((None,), dtype="int32", name=name) for name in ("first", "second")]
    embedding = layers.Embedding(num_words, dim)
    conv = layers.Conv1D(dim, 3, padding="same", activation="relu")
    vectors = []
    for title in titles:
        words = embedding(titles[0])
        words = conv(words)
        vectors.append(layers.GlobalAveragePooling1D()(words))
    return keras.Model(titles, layers.Subtract()(vectors))
