def parameters(inputs, units):
    inputs * units + units
