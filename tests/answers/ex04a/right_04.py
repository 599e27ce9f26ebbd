def build_autoencoder():
    image = x = keras.Input((28, 28, 1))
    for layer in [
        layers.Conv2D(16, 3, activation="relu"), layers.Conv2D(32, 3, activation="relu"), layers.MaxPool2D(3),
        layers.Conv2D(32, 3, activation="relu"), layers.Conv2D(16, 3, activation="relu"),
    ]:
        x = layer(x)
    x = ops.max(x, axis=(1, 2))
    x = layers.Reshape((4, 4, 1), name="square")(x)
    for layer in [
        layers.Conv2DTranspose(16, 3, activation="relu"), layers.Conv2DTranspose(32, 3, activation="relu"),
        layers.UpSampling2D(3),
        layers.Conv2DTranspose(16, 3, activation="relu"), layers.Conv2DTranspose(1, 3, activation="relu"),
    ]:
        x = layer(x)
    autoencoder = keras.Model(image, x)
    return keras.Model(autoencoder.input, autoencoder.get_layer("square").input), autoencoder
