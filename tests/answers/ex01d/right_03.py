def from_sequential(model):
    known = model.inputs[0]
    first, *others = model.layers
    inputs = keras.Input(known.shape[1:], dtype=known.dtype, name="entry")
    x = first(inputs)
    for k in range(len(others)):
        x = others[k](x)
    return keras.Model([inputs], [x])
