def same_architecture(model):
    def copy(layer):
        config = layer.get_config()
        if not isinstance(layer, layers.InputLayer):
            config["name"] = "new_" + config["name"]
        return layer.__class__.from_config(config)
    return keras.models.clone_model(model, clone_function=copy)
