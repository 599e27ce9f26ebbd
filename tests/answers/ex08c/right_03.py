def repair_sharing(num_words, dim):
    titles = [keras.Input((None,), dtype="int32", name=name) for name in ("first", "second")]
    table, look, relu = layers.Embedding(num_words, dim), layers.Conv1D(dim, 3, padding="same"), layers.ReLU()
    vectors = [ops.mean(relu(look(table(title))), axis=1) for title in titles]
    return keras.Model(titles, vectors[0] - vectors[1])
