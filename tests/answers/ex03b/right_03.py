import copy

def same_architecture(model):
    config = copy.deepcopy(model.get_config())
    new = model.__class__.from_config(config)
    assert new is not model
    return new
