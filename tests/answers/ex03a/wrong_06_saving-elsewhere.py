def save_and_restore(model, path):
    weights = path.replace(".keras", ".weights.h5")
    model.save_weights(weights)
    new = keras.models.clone_model(model)
    new.load_weights(weights)
    return new
