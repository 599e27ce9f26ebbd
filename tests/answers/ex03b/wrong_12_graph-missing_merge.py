def same_architecture(model):
    x = inputs = keras.Input(batch_shape=model.inputs[0].shape)
    for layer in model.layers[1:]:
        if isinstance(layer, layers.Dense):
            x = layers.Dense.from_config(layer.get_config())(x)
    return keras.Model(inputs, x)
