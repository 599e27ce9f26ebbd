def to_functional(mlp):
    x = inputs = keras.Input(mlp.get_build_config()["input_shape"][1:])
    for layer in mlp.layers:
        x = layer(x)
    return keras.Model(inputs=[inputs], outputs=[x], name=mlp.name)
