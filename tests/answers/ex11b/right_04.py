def to_functional(mlp):
    first, *others = mlp.layers
    inputs = keras.Input(batch_shape=(None, len(first.get_weights()[0])))
    x = first(inputs)
    for k in range(len(others)):
        x = others[k](x)
    return keras.Model(inputs, x)
