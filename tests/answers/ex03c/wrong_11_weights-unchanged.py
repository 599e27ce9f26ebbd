def transfer_weights(source, target):
    if [w.shape for w in source.weights] != [w.shape for w in target.weights]:
        raise ValueError("The two models differ in number or shapes of their weights.")
    target = keras.models.clone_model(source)
    target.set_weights(source.get_weights())
    return target
