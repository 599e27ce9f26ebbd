def transfer_head(model, layer_name, num_classes):
    trunk = keras.Model(model.input, model.get_layer(layer_name).output)
    trunk.trainable = False
    image = keras.Input(model.input.shape[1:])
    x = trunk(image, training=False)
    return keras.Model(image, layers.Dense(num_classes, activation="linear")(layers.GlobalAvgPool2D()(x)))
