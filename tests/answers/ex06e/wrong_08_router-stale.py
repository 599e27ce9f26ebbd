def repair_router(num_words, num_tags, num_departments):
    title, body = (keras.Input((None,), name=name) for name in ("title", "body"))
    tags = keras.Input((num_tags,), name="tags")
    words = [layers.Embedding(num_words, 16)(text) for text in (title, body)]
    texts = [layers.GlobalAveragePooling1D()(vectors) for vectors in words]
    x = layers.concatenate([*texts, tags])
    priority = layers.Dense(1, name="priority")(x)
    department = layers.Dense(num_departments, name="department")(x)
    binary = keras.losses.BinaryCrossentropy(from_logits=True)
    categorical = keras.losses.CategoricalCrossentropy(from_logits=True)
    model = keras.Model([title, body, tags], {"priority": priority, "department": department})
    return model
