def add_classifier(encoder, num_classes):
    encoder.trainable = False
    outputs = layers.Dense(num_classes)(encoder.layers[-2].output)
    return keras.Model(encoder.input, outputs)
