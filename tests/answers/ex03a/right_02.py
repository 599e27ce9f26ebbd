def save_and_restore(model, path):
    model.save(path)
    new = keras.Model.from_config(model.get_config())
    new.compile_from_config(model.get_compile_config())
    new.load_weights(path)
    return new
