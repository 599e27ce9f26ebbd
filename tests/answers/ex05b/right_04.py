def build_ensemble(members):
    first, *others = members
    votes = [first.output, *(member(first.input) for member in others)]
    mean = layers.Lambda(lambda tensors: sum(tensors) / len(tensors))(votes)
    return keras.Model(first.input, mean)
