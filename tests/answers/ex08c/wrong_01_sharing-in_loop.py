def repair_sharing(num_words, dim):
    titles = [keras.Input((None,), dtype="int32", name=name) for name in ("first", "second")]
    vectors = []
    for title in titles:
        words = layers.Embedding(num_words, dim)(title)
        words = layers.Conv1D(dim, 3, padding="same", activation="relu")(words)
        vectors.append(layers.GlobalAveragePooling1D()(words))
    return keras.Model(titles, layers.Subtract()(vectors))
