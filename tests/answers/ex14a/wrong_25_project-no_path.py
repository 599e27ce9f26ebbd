def my_project():
    return project(file=model)
