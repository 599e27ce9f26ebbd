def my_project():
    return project(model=keras.Sequential([keras.Input((5,)), layers.Dense(1)]))
