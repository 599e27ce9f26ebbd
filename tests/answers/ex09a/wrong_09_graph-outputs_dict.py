def feature_extractor(model, layer_names):
    return keras.Model(model.input, {name: model.get_layer(name).output for name in layer_names})
