def add_classifier(encoder, num_classes):
    x = inputs = keras.Input(encoder.input.shape[1:])
    for layer in encoder.layers[1:]:
        layer.trainable = False
        x = layer(x)
    return keras.Model(inputs, layers.Dense(num_classes)(layers.Flatten()(x)))
