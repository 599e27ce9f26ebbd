def build_shared_embedding(num_words, dim):
    a = keras.Input(batch_shape=(None, None), dtype="uint16")
    b = keras.Input(batch_shape=(None, None), dtype="uint16")
    embed = layers.Embedding(input_dim=num_words, output_dim=dim, embeddings_initializer="normal")
    second = embed(b)
    first = embed(a)
    return keras.Model([a, b], [first, layers.Activation("linear")(second)])
