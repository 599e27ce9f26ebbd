"""Exercise 00a: the warm-up that shows what a check does."""

from autograder.exercises.exercise import Exercise
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex00a import cases_of
from helpers.language import mark


def _judge(items: dict, parameters: dict) -> list[Finding]:
    for inputs, units in cases_of(parameters["seed"]):
        call = f"parameters({inputs}, {units})"
        found = judge.value(items[f"{inputs}, {units}"], inputs * units + units, call, integer=True)
        if found and found[0].values.get("got") == inputs * units:
            return [Finding("params.no_bias", found[0].values)]
        if found:
            return found
    return []


EXERCISE = Exercise(
    id="ex00a",
    answer="parameters",
    points=1,
    reference="""\
def parameters(inputs, units):
    return inputs * units + units
""",
    judge=_judge,
    hints=(
        mark("Each of the `units` outputs has one weight for each input."),
        mark("Each output also has one number of its own that does not depend on the input: its bias."),
    ),
)
