def to_functional(mlp):
    return keras.Sequential(mlp.layers)
