def add_classifier(encoder, num_classes):
    encoder.layers[1].trainable = False
    outputs = layers.Dense(num_classes)(encoder.output)
    return keras.Model(encoder.input, outputs)
