def transfer_weights(source, target):
    before = target.get_weights()
    try:
        target.set_weights(source.get_weights())
    except ValueError:
        target.set_weights(before)
        raise
