def feature_extractor(model, layer_names):
    return ([model.get_layer(name).output for name in layer_names])
