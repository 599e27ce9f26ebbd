def residual_block(x, filters):
    y = layers.Conv2D(filters, 3, activation="relu")(layers.ZeroPadding2D(1)(x))
    y = ops.relu(layers.Conv2D(filters, 3)(layers.ZeroPadding2D(((1, 1), (1, 1)))(y)))
    channels = ops.shape(x)[-1]
    return ops.add(y, x if channels == filters else layers.Conv2D(filters, 1, name="projection")(x))
