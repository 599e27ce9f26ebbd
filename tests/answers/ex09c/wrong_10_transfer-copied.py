def transfer_head(model, layer_name, num_classes):
    model = keras.models.clone_model(model)
    trunk = keras.Model(model.input, model.get_layer(layer_name).output)
    trunk.trainable = False
    x = layers.GlobalAveragePooling2D()(trunk.output)
    outputs = layers.Dense(num_classes)(x)
    return keras.Model(trunk.input, outputs)
