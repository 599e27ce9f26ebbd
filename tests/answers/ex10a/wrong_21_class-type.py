def CustomDense(units, activation=None):
    return layers.Dense(units, activation)
