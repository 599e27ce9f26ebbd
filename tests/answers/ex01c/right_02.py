def build_from_picture():
    image = keras.Input((28, 28, 1))
    x = layers.Conv2D(16, 3, activation=keras.activations.relu, padding="valid")(image)
    x = layers.MaxPooling2D(pool_size=2, strides=2)(x)
    x = layers.Conv2D(32, 3, activation=ops.relu)(x)
    x = ops.mean(x, axis=(1, 2))
    return keras.Model(image, layers.Dense(units=10)(x), name="picture")
