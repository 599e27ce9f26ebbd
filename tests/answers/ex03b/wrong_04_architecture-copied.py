import copy

def same_architecture(model):
    return copy.deepcopy(model)
