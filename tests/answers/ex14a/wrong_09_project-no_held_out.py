def my_project():
    return project(held_out=None)
