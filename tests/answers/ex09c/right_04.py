def transfer_head(model, layer_name, num_classes):
    model.trainable = False
    head = keras.Sequential([layers.GlobalAveragePooling2D(), layers.Dense(num_classes)])
    return keras.Model(model.input, head(model.get_layer(layer_name).output))
