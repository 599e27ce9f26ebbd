def build_ticket_router(num_words, num_tags, num_departments):
    inputs = {
        "title": keras.Input((None,), dtype="int32", name="title"),
        "body": keras.Input((None,), dtype="int32", name="body"),
        "tags": keras.Input((num_tags,), name="tags"),
    }
    parts = [inputs["tags"]]
    for name, units in (("body", 32), ("title", 128)):
        x = layers.Embedding(input_dim=num_words, output_dim=64)(inputs[name])
        parts.append(layers.LSTM(units)(x))
    x = ops.concatenate(parts, axis=-1)
    heads = {"department": layers.Dense(num_departments), "priority": layers.Dense(1)}
    return keras.Model(inputs, {name: head(x) for name, head in heads.items()}, name="router")
