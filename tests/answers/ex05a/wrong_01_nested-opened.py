def chain(encoder, decoder):
    return keras.Model(encoder.input, decoder(encoder.output))
