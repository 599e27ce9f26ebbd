def my_project():
    return project(explanation="This model is about left, right and larger. " * 10)
