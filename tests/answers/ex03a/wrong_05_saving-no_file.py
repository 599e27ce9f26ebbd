import copy

def save_and_restore(model, path):
    return copy.deepcopy(model)
