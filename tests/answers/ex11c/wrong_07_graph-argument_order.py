def repair_wiring():
    image = keras.Input(shape=(32, 32, 3), name="image")
    stem = layers.Conv2D(16, 3, padding="same", activation="relu", name="stem")(image)
    fine = layers.Conv2D(16, 3, padding="same", name="fine")(stem)
    coarse = layers.Conv2D(16, 7, padding="same", name="coarse")(stem)
    detail = coarse - fine
    x = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_1")(detail)
    x = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_2")(x)
    total = x + detail
    pooled = layers.GlobalAveragePooling2D(name="pooled")(total)
    texture = layers.GlobalAveragePooling2D(name="texture")(detail)
    label = layers.Dense(10, name="label")(pooled)
    quality = layers.Dense(1, name="quality")(texture)
    return keras.Model(image, [label, quality])
