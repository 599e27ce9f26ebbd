def count_dense_params(sizes):
    x = inputs = keras.Input((sizes[0],))
    for n in sizes[1:]:
        x = layers.Dense(n)(x)
    return keras.Model(inputs, x).count_params()
