"""Exercise of chapter 00: the warm-up that shows what a check does."""

from autograder.exercises.exercise import Exercise, Wrong
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.c00_setup import ask, cases_of
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


EXERCISES = (
    Exercise(
        id="ex00a",
        answer="parameters",
        points=1,
        reference="""\
def parameters(inputs, units):
    return inputs * units + units
""",
        ask=ask,
        judge=_judge,
        hints=(
            mark("Each of the `units` outputs has one weight for each input."),
            mark("Each output also has one number of its own that does not depend on the input: its bias."),
        ),
        right=(
            "def parameters(inputs, units):\n    return (inputs + 1) * units\n",
            "parameters = lambda inputs, units: units * inputs + units\n",
            "def parameters(inputs, units):\n    layer = layers.Dense(units)\n    layer.build((None, inputs))\n"
            "    return layer.count_params()\n",
        ),
        wrong=(
            Wrong("def parameters(inputs, units):\n    return inputs * units\n", "params.no_bias"),
            Wrong("def parameters(inputs, units):\n    return inputs + units\n", "value.wrong"),
            Wrong("def parameters(inputs, units):\n    inputs * units + units\n", "value.none"),
            Wrong("def parameters(inputs, units):\n    return float(inputs * units + units)\n", "value.not_integer"),
            Wrong("def parameters(inputs, units):\n    return str(inputs * units + units)\n", "value.type"),
            Wrong("def parameters(inputs, units):\n    return inputs * unit + units\n", "answer.raised"),
            Wrong("def parameters(inputs):\n    return inputs\n", "answer.raised"),
            Wrong("parameters = 50240\n", "answer.not_callable"),
            Wrong("def parameters(inputs, units):\n    yield inputs * units + units\n", "answer.generator"),
        ),
    ),
)
