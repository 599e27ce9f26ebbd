def save_and_restore(model, path):
    model.save(path)
    new = keras.Model(model.inputs, model.outputs)
    new.compile_from_config(model.get_compile_config())
    return new
