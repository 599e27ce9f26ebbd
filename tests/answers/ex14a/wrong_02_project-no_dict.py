def my_project():
    return model
