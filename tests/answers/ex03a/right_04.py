import os, shutil

def save_and_restore(model, path):
    folder, name = os.path.split(path)
    draft = os.path.join(folder, "draft_" + name)
    model.save(draft)
    shutil.move(draft, path)
    with open(path, "rb"):
        restored = keras.saving.load_model(path)
    return restored
