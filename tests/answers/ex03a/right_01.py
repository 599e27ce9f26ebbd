import pathlib

def save_and_restore(model, path):
    keras.saving.save_model(model, pathlib.Path(path), overwrite=True)
    return keras.models.load_model(pathlib.Path(path), compile=True)
