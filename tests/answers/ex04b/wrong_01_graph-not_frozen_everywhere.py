def add_classifier(encoder, num_classes):
    outputs = layers.Dense(num_classes)(encoder.output)
    return keras.Model(encoder.input, outputs)
