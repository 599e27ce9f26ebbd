def parameters(inputs):
    return inputs
