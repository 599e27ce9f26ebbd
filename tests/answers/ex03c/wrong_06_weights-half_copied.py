def transfer_weights(source, target):
    for mine, its in zip(target.weights, source.weights, strict=True):
        if mine.shape != its.shape:
            raise ValueError(mine.path)
        mine.assign(its)
