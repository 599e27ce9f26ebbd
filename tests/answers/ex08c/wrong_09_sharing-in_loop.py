def repair_sharing(num_words, dim):
    def encoder(title):
        words = layers.Embedding(num_words, dim, name=None)(title)
        words = layers.Conv1D(dim, 3, padding="same", activation="relu")(words)
        return layers.GlobalAveragePooling1D()(words)

    titles = [keras.Input((None,), dtype="int32", name=name) for name in ("first", "second")]
    return keras.Model(titles, layers.Subtract()([encoder(title) for title in titles]))
