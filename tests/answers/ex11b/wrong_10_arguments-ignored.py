def to_functional(mlp):
    num_features = mlp.layers[0].kernel.shape[0]
    inputs = keras.Input(shape=(num_features,))
    x = inputs
    for layer in [l for l in mlp.layers if l.weights]:
        x = layer(x)
    return keras.Model(inputs, x)
