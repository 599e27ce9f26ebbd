def feature_extractor(model, layer_names):
    return keras.Model(model.input, [layer.output for layer in model.layers])
