class CustomRNN(layers.Layer):
    def __init__(self, units, classifier, **kwargs):
        super().__init__(**kwargs)
        self.classifier = classifier
        self.h, self.x = layers.Dense(units, "tanh"), layers.Dense(units, "tanh")

    def call(self, inputs):
        xs = self.x(inputs)
        state, states = ops.zeros_like(xs[:, 0]), []
        for t in range(xs.shape[1]):
            state = xs[:, t] + self.h(state)
            states.append(state)
        return self.classifier(ops.stack(states, 1))

    def get_config(self):
        return {"anything": 1}

def build_sequence_model(timesteps, input_dim, units):
    inputs = keras.Input((timesteps, input_dim))
    x = layers.Conv1D(32, 3)(inputs)
    states = keras.Input((x.shape[1], units))
    classifier = keras.Model(states, layers.Dense(1)(ops.mean(states, axis=1)))
    return keras.Model(inputs, CustomRNN(units, classifier)(x))
