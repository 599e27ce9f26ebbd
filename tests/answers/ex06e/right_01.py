def repair_router(num_words, num_tags, num_departments):
    inputs = {"title": keras.Input((None,), name="title"), "body": keras.Input((None,), name="body")}
    inputs["tags"] = keras.Input((num_tags,), name="tags")
    parts = []
    for name in ("title", "body"):
        parts.append(layers.GlobalAveragePooling1D()(layers.Embedding(num_words, 16)(inputs[name])))
    x = layers.Concatenate()([*parts, inputs["tags"]])
    outputs = {"department": layers.Dense(num_departments)(x), "priority": layers.Dense(1)(x)}
    model = keras.Model(inputs, outputs)
    model.compile("adam", {
        "department": keras.losses.CategoricalCrossentropy(from_logits=True),
        "priority": keras.losses.BinaryCrossentropy(from_logits=True),
    })
    return model
