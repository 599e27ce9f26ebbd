def build_sequence_model(timesteps, input_dim, units):
    classifier = keras.Sequential([keras.Input((None, units)), layers.GlobalAveragePooling1D(), layers.Dense(1)])
    inputs = keras.Input((timesteps, input_dim), name="series")
    x = layers.Conv1D(filters=32, kernel_size=3, strides=1, padding="valid", activation="linear")(inputs)
    return keras.Model(inputs, CustomRNN(units, classifier, name="memory")(x), name="sequence_model")
