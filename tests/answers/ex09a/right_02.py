def feature_extractor(model, layer_names):
    seen = {}
    stack = list(model.outputs)
    while stack:
        operation, index, _ = stack.pop()._keras_history
        node = operation._inbound_nodes[index]
        if (operation.name, index) not in seen:
            seen[operation.name, index] = node.output_tensors[0]
            stack.extend(node.input_tensors)
    tensors = []
    for name in layer_names:
        tensors += [seen[key] for key in sorted(k for k in seen if k[0] == name)]
    return keras.Model(inputs=model.inputs, outputs=tuple(tensors), name="features")
