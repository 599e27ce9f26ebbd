def from_sequential(model):
    x = inputs = keras.Input(shape=model.input_shape[1:], dtype=model.inputs[0].dtype)
    for layer in model.layers:
        x = layer(x) if layer.weights else layer.__class__.from_config(layer.get_config())(x)
    return keras.Model(inputs, x)
