class Words(keras.layers.Layer):
    def __init__(self, num_words, dim):
        super().__init__()
        self.table = layers.Embedding(num_words, dim, mask_zero=True)

    def call(self, ids):
        return self.table(ids)

def build_shared_embedding(num_words, dim):
    a, b = keras.Input(shape=(None,), dtype="int32"), keras.Input(shape=(None,), dtype="int32")
    words = Words(num_words, dim)
    return keras.Model([a, b], [words(a), words(b)])
