def ScaledResidual(layer):
    return lambda x: x + layer(x)
