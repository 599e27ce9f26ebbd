def compile_classifier(model, learning_rate):
    def loss(y_true, y_pred):
        return keras.losses.sparse_categorical_crossentropy(y_true, y_pred, from_logits=True)
    model.compile(optimizer=keras.optimizers.RMSprop(learning_rate), loss=loss, metrics=["acc"])
