def my_project():
    with open(FILE + ".txt", "w") as file:
        file.write("my model")
    return project(file=FILE + ".txt")
