def my_project():
    mine = comparing()
    mine.compile("adam", "mse")
    mine.save(FILE)
    return project(model=mine, picture=helpers.draw(mine))
