def train_until_done(images, labels, seed):
    keras.utils.set_random_seed(seed)
    rows = images.reshape(len(images), -1) / 255.0
    held = len(rows) // 5
    x = inputs = keras.Input((784,))
    for units in (96, 48):
        x = layers.Dense(units, "relu")(x)
    model = keras.Model(inputs, layers.Dense(10)(x))
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping("val_accuracy", mode="max", patience=3, restore_best_weights=True)
    model.fit(rows[held:], labels[held:], 64, 80, 0, [stop], validation_data=(rows[:held], labels[:held]))
    return model
