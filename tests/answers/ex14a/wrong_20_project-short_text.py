def my_project():
    return project(explanation="left and right go in, larger comes out, size is shared")
