def transfer_head(model, layer_name, num_classes):
    for layer in model.layers:
        layer.trainable = False
    x = model.get_layer(layer_name).output
    x = layers.GlobalAveragePooling2D(name="average")(x)
    return keras.Model(model.inputs, layers.Dense(num_classes, name="logits")(x))
