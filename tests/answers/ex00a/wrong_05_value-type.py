def parameters(inputs, units):
    return str(inputs * units + units)
