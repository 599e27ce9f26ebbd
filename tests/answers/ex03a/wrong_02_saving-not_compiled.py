def save_and_restore(model, path):
    model.save(path)
    return keras.saving.load_model(path, compile=False)
