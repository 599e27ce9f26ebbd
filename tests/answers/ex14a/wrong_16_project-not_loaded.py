def my_project():  # a class that nobody registered
    class Plain(layers.Layer):
        def call(self, x):
            return x

    left, right = keras.Input((5,), name="left"), keras.Input((5,), name="right")
    size = layers.Dense(1, name="size")
    mine = keras.Model([left, right], layers.Dense(1, name="larger")(Plain()(size(left) - size(right))))
    mine = trained(mine)
    return project(model=mine, picture=helpers.draw(mine))
