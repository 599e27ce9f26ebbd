def parameters(inputs, units):
    return inputs * unit + units
