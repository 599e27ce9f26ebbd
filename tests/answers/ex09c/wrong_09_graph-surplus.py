def transfer_head(model, layer_name, num_classes):
    trunk = keras.Model(model.input, model.get_layer("summary").output)
    model.get_layer(layer_name)
    trunk.trainable = False
    x = trunk.output
    outputs = layers.Dense(num_classes)(x)
    return keras.Model(trunk.input, outputs)
