def encode(image):
    x = layers.Conv2D(16, 3, activation="relu")(image)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.MaxPooling2D(3)(x)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.Conv2D(16, 3, activation="relu")(x)
    return layers.GlobalMaxPooling2D()(x)

def build_autoencoder():
    image = keras.Input(shape=(28, 28, 1))
    encoder = keras.Model(image, encode(image))
    x = layers.Reshape((4, 4, 1))(encode(image))
    x = layers.Conv2DTranspose(16, 3, activation="relu")(x)
    x = layers.Conv2DTranspose(32, 3, activation="relu")(x)
    x = layers.UpSampling2D(3)(x)
    x = layers.Conv2DTranspose(16, 3, activation="relu")(x)
    return encoder, keras.Model(image, layers.Conv2DTranspose(1, 3, activation="relu")(x))
