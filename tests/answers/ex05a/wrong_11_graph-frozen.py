def chain(encoder, decoder):
    encoder.trainable = False
    inputs = keras.Input(shape=encoder.input_shape[1:])
    outputs = decoder(encoder(inputs))
    return keras.Model(inputs, outputs)
