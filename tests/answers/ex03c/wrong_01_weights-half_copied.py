def transfer_weights(source, target):
    target.set_weights(source.get_weights())
