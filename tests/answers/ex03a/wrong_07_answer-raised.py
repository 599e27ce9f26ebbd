def save_and_restore(model, path):
    model.save_weights(path)
