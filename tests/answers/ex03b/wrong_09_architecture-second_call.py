import weakref

configs = weakref.WeakKeyDictionary()

def same_architecture(model):
    config = configs.setdefault(model, model.get_config())
    return keras.Model.from_config(config)
