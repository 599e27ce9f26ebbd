def chain(encoder, decoder):
    return keras.Sequential([encoder, decoder])
