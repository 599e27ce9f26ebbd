class Encoder(keras.Model):
    def __init__(self, num_words, dim):
        super().__init__()
        self.steps = [layers.Embedding(num_words, dim), layers.Conv1D(24, 3, activation="relu"),
                      layers.GlobalAveragePooling1D(), layers.Dropout(0.3), layers.Dense(10)]

    def call(self, x):
        for step in self.steps:
            x = step(x)
        return x

class Cosine(keras.layers.Layer):
    def call(self, u, v):
        top = ops.einsum("nd,nd->n", u, v)
        return (top / ops.sqrt(ops.sum(u * u, -1) * ops.sum(v * v, -1)))[:, None]

def build_similarity(num_words, dim):
    first, second = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
    encoder = Encoder(num_words, dim)
    return keras.Model([first, second], Cosine()(encoder(first), encoder(second)))
