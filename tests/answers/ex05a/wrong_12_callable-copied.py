def chain(encoder, decoder):
    inputs = keras.Input(shape=encoder.input_shape[1:])
    outputs = decoder(keras.models.clone_model(encoder)(inputs))
    return keras.Model(inputs, outputs)
