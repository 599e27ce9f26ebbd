def repair_wiring():
    image = keras.Input((32, 32, 3))
    stem = layers.Conv2D(16, 3, padding="same", activation="relu")(image)
    coarse = layers.Conv2D(16, 7, padding="same")(stem)
    fine = layers.Conv2D(16, 3, padding="same")(stem)
    detail = fine - coarse
    x = detail
    for _ in range(2):
        x = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    texture = ops.mean(detail, axis=(1, 2))
    pooled = layers.GlobalAveragePooling2D()(detail + x)
    return keras.Model(image, [layers.Dense(10)(pooled), layers.Dense(1)(texture)])
