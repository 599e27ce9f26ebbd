def parameters(inputs, units):
    return (inputs + 1) * units
