def save_and_restore(model, path):
    model.save(path)
    return path
