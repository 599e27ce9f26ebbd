def save_and_restore(model, path):
    model.save(path)
    restored = keras.saving.load_model(path)
    new = keras.Model.from_config(restored.get_config())
    new.set_weights(restored.get_weights())
    new.compile(restored.optimizer, restored.loss)
    return new
