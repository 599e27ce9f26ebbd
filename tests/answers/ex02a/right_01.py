def compile_classifier(model, learning_rate):
    optimizer = keras.optimizers.RMSprop(learning_rate=learning_rate)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, metrics=[keras.metrics.SparseCategoricalAccuracy()])
    return model
