def chain(encoder, decoder):
    inputs = keras.Input(shape=(28, 28, 1))
    outputs = decoder(encoder(inputs))
    return keras.Model(inputs, outputs)
