def same_architecture(model):
    return keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(model))
