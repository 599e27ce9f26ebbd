def fine_tune(trunk, num_classes):
    trunk.trainable = True
    for layer in trunk.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.trainable = False
    inputs = keras.Input(shape=(16, 12, 3))
    x = layers.GlobalAveragePooling2D()(trunk(inputs))
    return keras.Model(inputs, layers.Dense(num_classes)(x))
