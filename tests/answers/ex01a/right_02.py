def build_mlp(hidden_units, num_classes):
    inputs = keras.Input(shape=(784,))
    hidden = keras.Sequential([layers.Dense(hidden_units, "relu"), layers.Dense(hidden_units, "relu")])
    return keras.Model(inputs, layers.Dense(num_classes, activation="linear")(hidden(inputs)))
