def my_project():
    row = keras.Input((5,), name="left")
    size = layers.Dense(5, name="size")
    return project(model=trained(keras.Model(row, layers.Dense(1, name="larger")(size(size(row))))))


def trained(built):
    pairs, larger = rows(600, 1)
    built.compile(keras.optimizers.Adam(0.05), keras.losses.BinaryCrossentropy(from_logits=True))
    built.fit(pairs["left"], larger, epochs=3, verbose=0)
    return built
