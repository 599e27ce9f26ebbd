def my_project():
    return project(file="somewhere/else.keras")
