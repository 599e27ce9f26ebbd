def residual_block(x, filters):
    convolve = keras.Sequential([
        layers.Conv2D(filters, 3, 1, "same", activation="relu"), layers.Conv2D(filters, 3, 1, "same", activation="relu"),
    ])
    y = convolve(x)
    if x.shape[-1] == filters:
        return layers.Add()([x, y])
    return layers.Add()([layers.Conv2D(filters, 1, activation="linear")(x), y])
