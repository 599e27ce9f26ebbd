def feature_extractor(model, layer_names):
    # each call of a layer is a node; a layer knows all of its calls, a model those that are its own
    own = {id(node) for nodes in model._nodes_by_depth.values() for node in nodes}
    outputs = []
    for name in layer_names:
        for node in model.get_layer(name)._inbound_nodes:
            if id(node) in own:
                outputs.extend(node.output_tensors)
    return keras.Model(model.input, outputs)
