def chain(encoder, decoder):
    inputs = keras.Input(shape=encoder.input_shape[1:])
    outputs = decoder(encoder(inputs))
    return outputs
