def build_similarity(num_words, dim):
    embed = layers.Embedding(num_words, dim, mask_zero=True)
    a, b = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
    def cosine(pair):
        u, v = [ops.mean(t, axis=1) for t in pair]
        return ops.sum(ops.normalize(u, axis=-1) * ops.normalize(v, axis=-1), axis=-1, keepdims=True)
    return keras.Model([a, b], layers.Lambda(cosine, output_shape=(1,))([embed(a), embed(b)]))
