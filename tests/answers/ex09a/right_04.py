def feature_extractor(model, layer_names):
    nodes = [n for depth in sorted(model._nodes_by_depth, reverse=True) for n in model._nodes_by_depth[depth]]
    outputs = []
    for name in layer_names:
        layer = model.get_layer(name)
        mine = [node for node in nodes if node.operation is layer]
        outputs += [node.outputs[0] for node in sorted(mine, key=layer._inbound_nodes.index)]
    return keras.Model(model.input, outputs)
