def compile_classifier(model, learning_rate):
    pass
