def build_mlp(hidden_units, num_classes):
    inputs = keras.Input(batch_shape=(None, 784))
    x = ops.relu(layers.Dense(hidden_units)(inputs))
    x = ops.maximum(layers.Dense(hidden_units)(x), 0.0)
    return keras.Model([inputs], [layers.Dense(num_classes, activation=None)(x)])
