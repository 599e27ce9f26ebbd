def repair_skips(input_shape, num_classes):
    same = {"padding": "same", "activation": "relu"}
    inputs = keras.Input(shape=input_shape)
    x = layers.Conv2D(16, 3, **same, name="stem")(inputs)
    x = layers.Conv2D(16, 3, **same, name="first")(x)
    skip = x
    x = layers.Conv2D(16, 3, **same, name="conv_2")(x)
    x = layers.add([x, skip], name="sum_1")
    skip = x
    x = layers.Conv2D(16, 3, **same, name="conv_3")(x)
    x = layers.Conv2D(16, 3, **same, name="conv_4")(x)
    x = layers.add([x, skip], name="sum_2")
    skip = x
    x = layers.Conv2D(16, 3, **same, name="conv_5")(x)
    x = layers.Conv2D(16, 3, **same, name="conv_6")(x)
    x = layers.add([x, skip], name="sum_3")
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(num_classes, name="logits")(x))
