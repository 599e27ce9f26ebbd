def train_until_done(images, labels, seed):
    keras.utils.set_random_seed(seed)
    rows = images.reshape(-1, 784).astype("float32") / 255
    inputs = keras.Input(shape=(784,))
    model = keras.Model(inputs, layers.Dense(10)(layers.Dense(64, activation="relu")(inputs)))
    model.compile("rmsprop", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    best, kept, waited = float("inf"), None, 0
    while waited < 3:
        loss = model.fit(rows, labels, batch_size=64, validation_split=0.2, verbose=0).history["val_loss"][0]
        waited += 1
        if loss < best:
            best, kept, waited = loss, model.get_weights(), 0
    model.set_weights(kept)
    return model
