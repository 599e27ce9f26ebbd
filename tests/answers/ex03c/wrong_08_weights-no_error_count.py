def transfer_weights(source, target):
    if [w.shape for w in source.weights] != [w.shape for w in target.weights]:
        return print("The two models differ in number or shapes of their weights.")
    target.set_weights(source.get_weights())
