def save_and_restore(model, path):
    model.save(path)
    new = keras.models.clone_model(model)
    new.set_weights(model.get_weights())
    new.compile_from_config(model.get_compile_config())
    return new
