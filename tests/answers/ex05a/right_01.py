def chain(encoder, decoder):
    image = keras.Input(batch_shape=encoder.input.shape, name="image")
    x = image
    for model in (encoder, decoder):
        x = model(x)
    return keras.Model(inputs=[image], outputs=[x], name="autoencoder")
