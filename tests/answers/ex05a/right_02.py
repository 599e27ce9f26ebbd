def chain(encoder, decoder):
    inputs = layers.Input(tuple(encoder.inputs[0].shape)[1:])
    code = layers.Identity()(encoder(inputs, training=None))
    return keras.models.Model(inputs, decoder(code))
