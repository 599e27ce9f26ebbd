import functools

def to_functional(mlp):
    inputs = keras.Input(shape=mlp.weights[0].shape[:1], name="rows")
    outputs = functools.reduce(lambda x, layer: layer(x), mlp.layers, inputs)
    return keras.models.Model(inputs, outputs)
