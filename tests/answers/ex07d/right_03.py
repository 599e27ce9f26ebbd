def repair_skips(input_shape, num_classes):
    def block(x):
        y = x
        for _ in range(2):
            y = layers.ReLU()(layers.Conv2D(16, 3, padding="same")(y))
        return layers.add([y, x])

    inputs = keras.Input(shape=input_shape)
    stem = layers.Conv2D(16, 3, padding="same", activation="relu", name="stem")(inputs)
    outputs = layers.Dense(num_classes)(ops.mean(block(block(block(stem))), axis=(1, 2)))
    return keras.Model(inputs, outputs)
