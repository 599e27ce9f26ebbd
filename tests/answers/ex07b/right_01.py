def block(x):
    y = layers.Conv2D(64, 3, padding="same", activation="relu")(x)
    y = layers.Conv2D(64, 3, padding="same", activation="relu")(y)
    return x + y

def build_toy_resnet(input_shape, num_classes, num_blocks):
    image = keras.Input(input_shape)
    x = layers.MaxPool2D(3)(layers.Conv2D(64, 3, activation="relu")(layers.Conv2D(32, 3, activation="relu")(image)))
    for _ in range(num_blocks):
        x = block(x)
    x = ops.mean(layers.Conv2D(64, 3, activation="relu")(x), axis=[1, 2])
    x = layers.Dropout(0.5)(layers.Dense(256, "relu")(x))
    return keras.Model(image, layers.Dense(num_classes)(x))
