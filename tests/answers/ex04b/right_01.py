def add_classifier(encoder, num_classes):
    model = keras.Model(inputs=encoder.inputs, outputs=layers.Dense(units=num_classes, name="head")(encoder.outputs[0]))
    for layer in encoder.layers:
        layer.trainable = False
    return model
