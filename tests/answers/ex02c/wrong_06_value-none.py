def predict_classes(model, images):
    rows = images.reshape(-1, 784).astype("float32") / 255
    logits = model.predict(rows, verbose=0)
