import weakref

made = weakref.WeakKeyDictionary()

def same_architecture(model):
    if model not in made:
        made[model] = keras.models.clone_model(model)
    return keras.Model(made[model].inputs, made[model].outputs)
