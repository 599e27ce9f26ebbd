def same_architecture(model):
    return keras.models.model_from_json(model.to_json())
