CustomDense = layers.Dense(10)
