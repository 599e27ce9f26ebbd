def my_project():
    return project(picture="graph.png")
