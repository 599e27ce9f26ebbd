def feature_extractor(model, layer_names):
    return keras.Model(model.input, model.get_layer(layer_names[0]).output)
