def encoder(num_words, units):
    return keras.Sequential([layers.Embedding(num_words, 64), layers.LSTM(units)])

def build_ticket_router(num_words, num_tags, num_departments):
    tags = keras.Input(shape=(num_tags,), name="tags", dtype="int32")
    body = keras.Input(shape=(None,), name="body", dtype="int64")
    title = keras.Input(shape=[None], name="title", dtype="int64")
    joined = layers.Concatenate()([encoder(num_words, 32)(body), encoder(num_words, 128)(title), ops.cast(tags, "float32")])
    outputs = dict(priority=layers.Dense(1)(joined), department=layers.Dense(num_departments, "linear")(joined))
    return keras.Model(inputs=[tags, body, title], outputs=outputs)
