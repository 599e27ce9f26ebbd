def fine_tune(trunk, num_classes):
    trunk.trainable = True
    for layer in trunk.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.trainable = False
    inputs = keras.Input(shape=trunk.input_shape[1:])
    x = ops.mean(trunk(inputs, training=False), axis=(1, 2))
    return keras.Model(inputs, layers.Dense(num_classes)(x))
