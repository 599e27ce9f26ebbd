def make_block(shape, k):
    x = keras.Input(shape)
    y = x
    for _ in range(2):
        y = layers.Activation("relu")(layers.Conv2D(64, 3, padding="same")(y))
    return keras.Model(x, layers.Add(name=f"sum_{k}")([x, y]), name=f"block_{k}")

def build_toy_resnet(input_shape, num_classes, num_blocks):
    stem = keras.Sequential([
        keras.Input(input_shape), layers.Conv2D(32, 3, activation="relu"), layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D((3, 3), strides=3),
    ])
    x = stem.outputs[0]
    for k in range(num_blocks):
        x = make_block(x.shape[1:], k)(x)
    head = keras.Sequential([
        layers.Conv2D(64, 3, activation="relu"), layers.GlobalAveragePooling2D(), layers.Dense(256, "relu"),
        layers.Dropout(0.5), layers.Dense(num_classes),
    ])
    return keras.Model(stem.inputs[0], head(x))
