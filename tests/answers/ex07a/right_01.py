def residual_block(x, filters):
    skip = x if x.shape[3] == filters else layers.Conv2D(filters, kernel_size=(1, 1), padding="same")(x)
    for _ in range(2):
        x = layers.ReLU()(layers.Conv2D(filters, (3, 3), padding="same")(x))
    return skip + x
