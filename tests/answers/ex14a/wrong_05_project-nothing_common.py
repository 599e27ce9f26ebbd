def my_project():  # two layers where one was meant
    left, right = keras.Input((5,), name="left"), keras.Input((5,), name="right")
    difference = layers.Subtract()([layers.Dense(1, name="size")(left), layers.Dense(1)(right)])
    mine = trained(keras.Model([left, right], layers.Dense(1, name="larger")(difference)))
    return project(model=mine, picture=helpers.draw(mine))
