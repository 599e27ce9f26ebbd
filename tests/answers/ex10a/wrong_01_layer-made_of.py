class CustomDense(layers.Dense):
    pass
