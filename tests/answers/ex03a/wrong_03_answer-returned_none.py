def save_and_restore(model, path):
    model.save(path)
    keras.saving.load_model(path)
