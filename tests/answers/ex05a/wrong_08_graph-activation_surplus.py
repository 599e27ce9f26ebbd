def chain(encoder, decoder):
    inputs = keras.Input(shape=encoder.input_shape[1:])
    outputs = decoder(ops.relu(encoder(inputs)))
    return keras.Model(inputs, outputs)
