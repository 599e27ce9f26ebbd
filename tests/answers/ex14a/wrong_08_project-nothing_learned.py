def my_project():  # the targets stand in another order than the inputs
    mine = comparing()
    pairs, larger = rows(600, 1)
    mine.compile(keras.optimizers.Adam(0.05), keras.losses.BinaryCrossentropy(from_logits=True))
    mine.fit(pairs, 1 - larger, epochs=5, verbose=0)
    mine.save(FILE)
    return project(model=mine, picture=helpers.draw(mine))
