def save_and_restore(model, path):
    new = keras.models.clone_model(model)
    new.save(path)
    return keras.saving.load_model(path)
