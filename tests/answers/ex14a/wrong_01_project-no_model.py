def my_project():
    return {}
