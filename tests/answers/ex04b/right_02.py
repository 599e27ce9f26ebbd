def add_classifier(encoder, num_classes):
    inputs = keras.Input(shape=encoder.input_shape[1:])
    outputs = layers.Dense(num_classes, activation="linear")(encoder(inputs, training=False))
    encoder.trainable = False
    return keras.Model(inputs, outputs)
