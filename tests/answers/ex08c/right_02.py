def repair_sharing(num_words, dim):
    encoder = keras.Sequential(
        [
            layers.Embedding(num_words, dim),
            layers.Conv1D(dim, 3, padding="same", activation="relu"),
            layers.GlobalAveragePooling1D(),
        ]
    )
    first = keras.Input((None,), dtype="int32", name="first")
    second = keras.Input((None,), dtype="int32", name="second")
    return keras.Model([first, second], layers.Subtract()([encoder(first), encoder(second)]))
