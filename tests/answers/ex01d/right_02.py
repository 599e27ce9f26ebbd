import functools

def from_sequential(model):
    inputs = keras.Input(batch_shape=model.input_shape, dtype=model.inputs[0].dtype)
    outputs = functools.reduce(lambda x, layer: layer(x), model.layers, inputs)
    return keras.models.Model(inputs=inputs, outputs=outputs, name="as_graph")
