def compile_classifier(model, learning_rate):
    model.compile(optimizer="rmsprop", metrics=["sparse_categorical_accuracy"],
                  loss=keras.losses.SparseCategoricalCrossentropy(True))
    model.optimizer.learning_rate = learning_rate
