def build_mlp(hidden_units, num_classes):
    return keras.Sequential([
        keras.Input((784,)), layers.Dense(hidden_units, "relu"),
        layers.Dense(hidden_units, "relu"), layers.Dense(num_classes),
    ])
