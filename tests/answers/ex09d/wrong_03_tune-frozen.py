def fine_tune(trunk, num_classes):
    for layer in trunk.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.trainable = False
    inputs = keras.Input(shape=trunk.input_shape[1:])
    x = layers.GlobalAveragePooling2D()(trunk(inputs))
    return keras.Model(inputs, layers.Dense(num_classes)(x))
