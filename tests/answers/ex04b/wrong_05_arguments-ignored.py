def add_classifier(encoder, num_classes):
    encoder.trainable = False
    outputs = layers.Dense(10)(encoder.output)
    return keras.Model(encoder.input, outputs)
