def parameters(inputs, units):
    return float(inputs * units + units)
