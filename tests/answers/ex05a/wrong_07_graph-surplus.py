def chain(encoder, decoder):
    inputs = keras.Input(shape=encoder.input_shape[1:])
    outputs = decoder(layers.Dense(6)(encoder(inputs)))
    return keras.Model(inputs, outputs)
