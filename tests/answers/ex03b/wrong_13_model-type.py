def same_architecture(model):
    return model.get_config()
