def to_functional(mlp):
    inputs = keras.Input((mlp.layers[0].get_build_config()["input_shape"][-1],))
    return keras.Model(inputs, keras.Sequential(mlp.layers)(inputs))
