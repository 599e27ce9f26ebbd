def save_and_restore(model, path):
    model.save(filepath=path)
    new = keras.models.clone_model(model)
    new.set_weights(model.get_weights())
    new.compile_from_config(model.get_compile_config())
    new.optimizer.build(new.trainable_variables)
    for mine, its in zip(new.optimizer.variables, model.optimizer.variables, strict=True):
        mine.assign(its)
    return new
