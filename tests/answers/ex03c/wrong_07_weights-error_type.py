def transfer_weights(source, target):
    assert [w.shape for w in source.weights] == [w.shape for w in target.weights], ("The two models differ in number or shapes of their weights.")
    target.set_weights(source.get_weights())
