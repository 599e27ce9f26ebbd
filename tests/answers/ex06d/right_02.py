def train_ticket_router(tickets, seed):
    keras.utils.set_random_seed(seed)
    inputs = {"title": keras.Input((10,), dtype="int32"), "body": keras.Input((100,), dtype="int32"),
              "tags": keras.Input((12,))}
    words = layers.Embedding(10_000, 32, mask_zero=True)
    texts = [layers.GlobalAveragePooling1D()(words(inputs[name])) for name in ("title", "body")]
    x = layers.Dense(64, "relu")(layers.Concatenate()([*texts, inputs["tags"]]))
    outputs = {"priority": layers.Dense(1)(x), "department": layers.Dense(4)(x)}
    model = keras.Model(inputs, outputs)
    model.compile(
        keras.optimizers.Adam(0.01),
        loss={"priority": keras.losses.BinaryCrossentropy(from_logits=True),
              "department": keras.losses.CategoricalCrossentropy(from_logits=True)},
        metrics={"priority": ["accuracy"], "department": ["accuracy"]},
    )
    targets = {"priority": tickets.pop("priority"), "department": tickets.pop("department")}
    model.fit(tickets, targets, batch_size=64, epochs=6, validation_split=0.1, verbose=0)
    return model
