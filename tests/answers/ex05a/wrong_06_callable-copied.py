def chain(encoder, decoder):
    encoder, decoder = map(keras.models.clone_model, (encoder, decoder))
    inputs = keras.Input(shape=encoder.input_shape[1:])
    outputs = decoder(encoder(inputs))
    return keras.Model(inputs, outputs)
