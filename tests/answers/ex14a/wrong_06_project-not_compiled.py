def my_project():
    mine = comparing()
    mine.save(FILE)
    return project(model=mine)
