def add_classifier(encoder, num_classes):
    encoder.trainable = False
    outputs = layers.Dense(num_classes, activation="softmax")(encoder.output)
    return keras.Model(encoder.input, outputs)
