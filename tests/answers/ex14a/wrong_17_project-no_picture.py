def my_project():
    return project(picture=model)
