def build_capstone(num_words=1000, dim=32, num_classes=4):
    words = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(num_words, dim)(words)
    x = layers.GlobalAveragePooling1D()(x)
    encoder = keras.Model(words, layers.Dense(dim, activation="relu")(x), name="encoder")

    ticket = keras.Input(shape=(None,), dtype="int32", name="ticket")
    article = keras.Input(shape=(None,), dtype="int32", name="article")
    tags = keras.Input(shape=(12,), name="tags")
    from_ticket, from_article = encoder(ticket), encoder(article)

    x = layers.Concatenate()([from_ticket, from_article, tags])
    x = layers.Dense(dim, activation="relu")(x)
    block = layers.Dense(dim, activation="relu")(x)
    block = layers.Dense(dim)(block)
    x = layers.Add()([x, block])
    x = ScaledResidual(layers.Dense(dim, activation="tanh"))(x)

    common = layers.Multiply()([from_ticket, from_ticket])
    relevance = layers.Dense(1)(layers.Concatenate()([x, common]))
    department = layers.Dense(num_classes)(x)
    return keras.Model([ticket, article, tags], {"relevance": relevance, "department": department})
