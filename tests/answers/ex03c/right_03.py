class Mismatch(ValueError):
    pass

def transfer_weights(source, target):
    values = source.get_weights()
    if len(values) != len(target.weights):
        raise Mismatch("number")
    if not all(v.shape == w.shape for v, w in zip(values, target.get_weights())):
        raise Mismatch("shapes")
    for value, variable in zip(values, target.weights):
        variable.assign(ops.convert_to_tensor(value))
