def parameters(inputs, units):
    return inputs + units
