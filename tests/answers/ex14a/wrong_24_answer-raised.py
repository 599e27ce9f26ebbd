def my_project():
    return project(model=undefined)
