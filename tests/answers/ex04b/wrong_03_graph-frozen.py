def add_classifier(encoder, num_classes):
    model = keras.Model(encoder.input, layers.Dense(num_classes)(encoder.output))
    model.trainable = False
    return model
