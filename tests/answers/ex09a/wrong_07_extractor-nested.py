def feature_extractor(model, layer_names):
    found = {name: [] for name in layer_names}

    def call(layer, *args, **kwargs):
        outputs = layer(*args, **kwargs)
        if layer.name in found:
            found[layer.name].append(outputs)
        return outputs

    copy = keras.models.clone_model(model, clone_function=lambda layer: layer, call_function=call)
    return keras.Model(copy.inputs, [found[n] for n in layer_names])
