def same_architecture(model):
    keras.Model.from_config(model.get_config())
