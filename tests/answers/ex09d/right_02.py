def fine_tune(trunk, num_classes):
    for layer in trunk.layers:
        layer.trainable = not isinstance(layer, layers.BatchNormalization)
    x = layers.GlobalAveragePooling2D()(trunk.output)
    return keras.Model(trunk.input, layers.Dense(num_classes)(x))
