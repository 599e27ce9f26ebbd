def transfer_head(model, layer_name, num_classes):
    features = model.get_layer(layer_name).output
    row = ops.mean(features, axis=(1, 2))
    head = layers.Dense(num_classes)
    new = keras.Model(model.input, head(row))
    for layer in new.layers:
        layer.trainable = layer is head
    return new
