def transfer_head(model, layer_name, num_classes):
    trunk = keras.Model(model.input, model.get_layer(layer_name).output)
    trunk.trainable = False
    x = layers.GlobalAveragePooling2D()(trunk.output)
    outputs = layers.Dense(num_classes)(x)
