def build_autoencoder():
    encoder = keras.Sequential([
        layers.Conv2D(16, (3, 3), activation="relu"),
        layers.Conv2D(32, (3, 3), activation="relu"),
        layers.MaxPooling2D(pool_size=(3, 3)),
        layers.Conv2D(32, (3, 3)), layers.ReLU(),
        layers.Conv2D(16, (3, 3)), layers.Activation("relu"),
        layers.GlobalMaxPooling2D(),
    ])
    image = keras.Input((28, 28, 1), name="img")
    encoder = keras.Model(image, encoder(image), name="encoder")
    code = keras.Input((16,), name="code")
    x = ops.reshape(code, (-1, 4, 4, 1))
    for filters in (16, 32):
        x = layers.Conv2DTranspose(filters, 3, activation=keras.activations.relu)(x)
    x = layers.UpSampling2D((3, 3))(x)
    for filters in (16, 1):
        x = layers.Conv2DTranspose(filters, 3, strides=1, padding="valid", activation="relu")(x)
    decoder = keras.Model(code, x, name="decoder")
    return encoder, keras.Model(encoder.input, decoder(encoder.output), name="autoencoder")
