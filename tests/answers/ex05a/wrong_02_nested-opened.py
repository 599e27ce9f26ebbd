def chain(encoder, decoder):
    x = inputs = keras.Input(encoder.input_shape[1:])
    for layer in encoder.layers[1:] + decoder.layers[1:]:
        x = layer(x)
    return keras.Model(inputs, x)
