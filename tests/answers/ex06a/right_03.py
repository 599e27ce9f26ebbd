def build_ticket_router(num_words, num_tags, num_departments):
    title, body = keras.Input((None,), name="title"), keras.Input((None,), name="body")
    tags = keras.Input((num_tags,), name="tags")
    a = layers.LSTM(128, return_sequences=True)(layers.Embedding(num_words, 64, name="title_words")(title))[:, -1, :]
    b = layers.LSTM(32)(layers.Embedding(num_words, 64, name="body_words")(body))
    x = layers.concatenate([layers.concatenate([a, b]), tags])
    priority = layers.Dense(1, name="priority")(x)
    department = layers.Dense(num_departments, name="department")(x)
    return keras.Model((title, body, tags), {"department": department, "priority": priority})
