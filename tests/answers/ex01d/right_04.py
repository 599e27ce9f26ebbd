def from_sequential(model):
    x = inputs = keras.layers.Input(shape=model.input_shape[1:], dtype=keras.backend.standardize_dtype(model.inputs[0].dtype))
    for name in [layer.name for layer in model.layers]:
        x = model.get_layer(name)(x)
    return keras.Model(inputs, x)
