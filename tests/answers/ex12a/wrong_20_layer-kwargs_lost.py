class CustomRNN(layers.Layer):
    def __init__(self, units, classifier, name=None, **kwargs):
        super().__init__(name=name)
        self.units = units
        self.project_input = layers.Dense(units, activation="tanh")
        self.project_state = layers.Dense(units, activation="tanh")
        self.classifier = classifier

    def call(self, inputs):
        state = ops.zeros((ops.shape(inputs)[0], self.units))
        states = []
        for t in range(inputs.shape[1]):
            state = self.project_input(inputs[:, t]) + self.project_state(state)
            states.append(state)
        return self.classifier(ops.stack(states, axis=1))
