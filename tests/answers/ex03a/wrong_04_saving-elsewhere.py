def save_and_restore(model, path):
    model.save("mlp.keras")
    return keras.saving.load_model("mlp.keras")
