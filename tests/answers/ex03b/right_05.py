def same_architecture(model):
    return keras.models.clone_model(
        model,
        input_tensors=keras.tree.map_structure(lambda t: keras.Input(batch_shape=t.shape), model.input),
        clone_function=lambda layer: layer.__class__.from_config(layer.get_config()),
    )
