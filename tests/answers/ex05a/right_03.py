import functools

def chain(*parts):
    inputs = keras.Input(parts[0].input_shape[1:])
    return keras.Model(inputs, functools.reduce(lambda x, part: part(x), parts, inputs))
