"""Exercise 10a: a Dense layer of one's own, with weights made in `build`."""

from autograder.exercises.cases import each
from autograder.exercises.common.dense import CUSTOM_DENSE, judge_case
from autograder.exercises.common.keeping import kept_traits
from autograder.exercises.exercise import Exercise
from autograder.graphs.finding import Finding
from autograder.questions.common.dense import shown_call
from autograder.questions.ex10a import cases_of
from helpers.language import mark


def _judge_dense(items: dict, parameters: dict) -> list[Finding]:
    facts = items["facts"]
    if facts["made_of"]:
        return [Finding("layer.made_of", {"name": "CustomDense", "got": str(facts["made_of"])})]
    if facts["early"]:
        return [Finding("layer.early_weights", {"name": "CustomDense", "got": int(facts["early"])})]
    found = each(
        cases_of(parameters),
        lambda label, case: judge_case(items[label], *case, parameters["seed"]),
        lambda case: shown_call("CustomDense", *case[:2]),
    )
    if found:
        return found
    if facts["built"] != 2:
        return [Finding("layer.not_in_build", {"name": "CustomDense"})]
    return kept_traits(facts["traits"], {"name": "scores", "dtype": "float64", "trainable": False}, "layer.kwargs_lost")


EXERCISE = Exercise(
    id="ex10a",
    answer="CustomDense",
    points=3,
    reference=CUSTOM_DENSE,
    judge=_judge_dense,
    twice=True,
    parameters={"units": 10, "inputs": 4},
    hints=(
        mark(
            "Three methods: `__init__` keeps the options, `build` makes the weights, `call` computes. "
            "Only `build` knows how many numbers come in: `input_shape[-1]`."
        ),
        mark(
            "In `build`: `self.kernel = self.add_weight(shape=(input_shape[-1], self.units), ...)`, then the bias, "
            "of shape `(self.units,)`."
        ),
        mark(
            "`keras.activations.get(activation)` makes a function of a string, of a function and of `None`. "
            "In `call`: inputs times kernel, plus bias, then the activation. `**kwargs` go to `super().__init__`."
        ),
    ),
)
