def add_classifier(encoder, num_classes):
    encoder.trainable = False
    outputs = layers.Dense(num_classes)(encoder.output)
    return outputs
