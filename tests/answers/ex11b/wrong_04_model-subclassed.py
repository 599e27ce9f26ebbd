def to_functional(mlp):
    return mlp
