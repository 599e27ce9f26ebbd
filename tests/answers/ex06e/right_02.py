def repair_router(num_words, num_tags, num_departments):
    title, body = (keras.Input((None,), name=name) for name in ("title", "body"))
    tags = keras.Input((num_tags,), name="tags")
    words = [layers.Embedding(num_words, 16)(text) for text in (title, body)]
    texts = [ops.mean(vectors, axis=1) for vectors in words]
    x = layers.concatenate([*texts, tags])
    priority = layers.Dense(1, name="priority")(x)
    department = layers.Dense(num_departments, name="department")(x)
    binary = keras.losses.BinaryCrossentropy(from_logits=True)
    categorical = keras.losses.CategoricalCrossentropy(from_logits=True)
    model = keras.Model([title, body, tags], {"priority": priority, "department": department})
    model.compile(optimizer=keras.optimizers.RMSprop(1e-3), metrics={"priority": [keras.metrics.BinaryAccuracy(threshold=0.0)]}, loss_weights={"priority": 1.0, "department": 1.0}, loss={"priority": binary, "department": categorical})
    return model
