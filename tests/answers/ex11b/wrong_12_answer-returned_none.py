def to_functional(mlp):
    num_features = mlp.layers[0].kernel.shape[0]
    inputs = keras.Input(shape=(num_features,))
    x = inputs
    for layer in mlp.layers:
        x = layer(x)
