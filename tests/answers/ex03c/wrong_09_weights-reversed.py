def transfer_weights(source, target):
    if [w.shape for w in source.weights] != [w.shape for w in target.weights]:
        raise ValueError("The two models differ in number or shapes of their weights.")
    source.set_weights(target.get_weights())
