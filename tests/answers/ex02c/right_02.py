def predict_classes(model, images):
    rows = np.array([image.ravel() / 255.0 for image in images])
    return [int(np.argmax(row)) for row in model.predict(rows, verbose=0)]
