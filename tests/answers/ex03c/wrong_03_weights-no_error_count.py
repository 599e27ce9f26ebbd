def transfer_weights(source, target):
    for mine, its in zip(target.layers, source.layers):
        mine.set_weights(its.get_weights())
