class ScaledResidual(layers.Layer):
    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.inner = layer
        self.alpha = self.add_weight(shape=(), initializer="ones", name="alpha")

    def call(self, inputs):
        return self.alpha * self.inner(inputs) + inputs

def residual(dim):
    x = keras.Input((dim,))
    y = layers.Dense(dim, activation="relu")(x)
    return keras.Model(x, layers.add([layers.Dense(dim)(y), x]), name="block")

def build_capstone(num_words=1000, dim=32, num_classes=4):
    encoder = keras.Sequential([
        keras.Input((None,), dtype="int32"), layers.Embedding(num_words, dim), layers.GlobalAveragePooling1D(),
        layers.Dense(dim), layers.ReLU(),
    ])
    tags = keras.Input((12,), name="tags")
    article = keras.Input((None,), dtype="int32", name="article")
    ticket = keras.Input((None,), dtype="int32", name="ticket")
    a, t = encoder(article), encoder(ticket)
    x = residual(dim)(layers.Dense(dim, activation="relu")(layers.concatenate([t, a, tags])))
    x = ScaledResidual(layers.Dense(dim, activation="tanh"), name="scaled")(x)
    outputs = {}
    outputs["relevance"] = layers.Dense(1, name="relevance")(layers.concatenate([x, layers.multiply([a, t])]))
    outputs["department"] = layers.Dense(num_classes, name="department")(x)
    return keras.Model(inputs=(tags, article, ticket), outputs=outputs, name="capstone")
