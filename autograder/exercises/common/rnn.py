"""`CustomRNN`: the reference, and the wrong ones that judging tries."""

from autograder.exercises.exercise import edited

CUSTOM_RNN = """\
class CustomRNN(layers.Layer):
    def __init__(self, units, classifier, **kwargs):
        super().__init__(**kwargs)
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
"""
STEP = "state = self.project_input(inputs[:, t]) + self.project_state(state)"
STACK = "self.classifier(ops.stack(states, axis=1))"
NAME = "CustomRNN"
TANH_INPUT = edited(
    CUSTOM_RNN,
    ('self.project_input = layers.Dense(units, activation="tanh")', "self.project_input = layers.Dense(units)"),
)
TANH_STATE = edited(
    CUSTOM_RNN,
    ('self.project_state = layers.Dense(units, activation="tanh")', "self.project_state = layers.Dense(units)"),
)
NO_TANH = CUSTOM_RNN.replace(', activation="tanh"', "")
SUSPECTS = {
    "rnn.tanh_of_sum": NO_TANH.replace(STEP, "state = ops.tanh(" + STEP.removeprefix("state = ") + ")"),
    "rnn.no_tanh": NO_TANH,
    "rnn.no_tanh input": TANH_INPUT,
    "rnn.no_tanh state": TANH_STATE,
    "rnn.state_forgotten": edited(CUSTOM_RNN, (STEP, STEP.replace("state = ", "new = "))).replace(
        "append(state)", "append(new)"
    ),
    "rnn.state_first": edited(CUSTOM_RNN, ("ops.zeros", "ops.ones")),
    "rnn.input_dropped": edited(CUSTOM_RNN, (STEP, STEP.replace("inputs[:, t])", "inputs[:, t]) * 0"))),
    "rnn.reversed": edited(CUSTOM_RNN, ("range(inputs.shape[1])", "reversed(range(inputs.shape[1]))")),
    "rnn.not_stacked reversed": edited(CUSTOM_RNN, (STACK, "self.classifier(ops.stack(states[::-1], axis=1))")),
    "rnn.not_stacked reshaped": edited(
        CUSTOM_RNN, (STACK, "self.classifier(ops.reshape(ops.stack(states), (-1, inputs.shape[1], self.units)))")
    ),
    "rnn.not_stacked last": edited(
        CUSTOM_RNN, (STACK, "self.classifier(ops.stack([state] * inputs.shape[1], axis=1))")
    ),
}
"""Wrong layers by the key of their fault; what follows a space only tells them apart."""
