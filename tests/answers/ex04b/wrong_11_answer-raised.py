def add_classifier(encoder, num_classes):
    encoder.trainable = False
    encoder.add(layers.Dense(num_classes))
    return encoder
