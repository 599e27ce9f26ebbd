def save_and_restore(model, path):
    model.save(path)
    new = keras.saving.load_model(path)
    new.compile(model.optimizer, model.loss, metrics=["accuracy"])
    return new
