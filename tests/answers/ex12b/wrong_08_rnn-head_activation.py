def build_sequence_model(timesteps, input_dim, units):
    features = keras.Input(shape=(None, units))
    x = layers.GlobalAveragePooling1D()(features)
    classifier = keras.Model(features, layers.Dense(1, activation="sigmoid")(x))

    inputs = keras.Input(shape=(timesteps, input_dim))
    x = layers.Conv1D(32, 3)(inputs)
    outputs = CustomRNN(units, classifier)(x)
    return keras.Model(inputs, outputs)
