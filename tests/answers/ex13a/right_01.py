def build_capstone(num_words=1000, dim=32, num_classes=4):
    inputs = {
        "tags": keras.Input((12,), name="tags"),
        "ticket": keras.Input((None,), dtype="int32", name="ticket"),
        "article": keras.Input((None,), dtype="int32", name="article"),
    }
    embedding, dense = layers.Embedding(num_words, dim), layers.Dense(dim, "relu")
    texts = [dense(ops.mean(embedding(inputs[name]), axis=1)) for name in ("ticket", "article")]
    x = layers.Dense(dim)(ops.concatenate([*texts, inputs["tags"]], axis=-1))
    x = ops.relu(x)
    x = x + layers.Dense(dim)(layers.Dense(dim, "relu")(x))
    x = ScaledResidual(layers.Dense(dim, "tanh"))(x)
    both = layers.concatenate([x, texts[0] * texts[1]])
    return keras.Model(inputs, {"department": layers.Dense(num_classes)(x), "relevance": layers.Dense(1)(both)})
