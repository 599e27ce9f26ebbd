def add_classifier(encoder, num_classes):
    encoder = keras.models.clone_model(encoder)
    encoder.trainable = False
    outputs = layers.Dense(num_classes)(encoder.output)
    return keras.Model(encoder.input, outputs)
