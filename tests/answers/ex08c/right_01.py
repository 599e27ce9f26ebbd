def repair_sharing(num_words, dim):
    title = keras.Input((None,), dtype="int32")
    words = layers.Embedding(num_words, dim)(title)
    words = layers.Conv1D(dim, 3, padding="same", activation="relu")(words)
    encoder = keras.Model(title, layers.GlobalAveragePooling1D()(words), name="encoder")
    titles = [keras.Input((None,), dtype="int32", name=name) for name in ("first", "second")]
    return keras.Model(titles, layers.Subtract()([encoder(t) for t in titles]))
