def build_sequence_model(timesteps, input_dim, units):
    conv = keras.Sequential([keras.Input((timesteps, input_dim)), layers.Conv1D(32, 3)])
    states = keras.Input((timesteps - 2, units))
    classifier = keras.Model(states, layers.Dense(1)(layers.Flatten()(states)))
    inputs = keras.Input((timesteps, input_dim))
    return keras.Model(inputs, CustomRNN(units, classifier)(conv(inputs)))
