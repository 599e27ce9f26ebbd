def predict_classes(model, images):
    x = keras.ops.reshape(keras.ops.cast(images, "float32") / 255, (-1, 784))
    return ops.argmax(model(x), axis=1)
