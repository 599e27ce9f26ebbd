def train_toy_resnet(images, labels, seed):
    keras.utils.set_random_seed(seed)
    x = keras.ops.cast(images, "float32") / 255.0
    inputs = keras.Input((32, 32, 3), name="img")
    y = layers.RandomFlip("horizontal", seed=seed)(inputs)
    y = layers.Conv2D(32, 3, strides=2, activation="relu")(y)
    for filters in (32, 48):
        skip = layers.Conv2D(filters, 1)(y)
        for _ in range(2):
            y = layers.Conv2D(filters, 3, padding="same", activation="relu")(y)
        y = layers.MaxPooling2D(2)(layers.add([y, skip]))
    model = keras.Model(inputs, layers.Dense(10)(layers.Flatten()(y)))
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    model.fit(x, labels, batch_size=32, epochs=10, verbose=0)
    return model
