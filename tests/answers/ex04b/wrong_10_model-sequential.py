def add_classifier(encoder, num_classes):
    encoder.trainable = False
    return keras.Sequential([encoder, layers.Dense(num_classes)])
