"""Exercise 01b: the parameters of a chain of Dense layers, counted by hand."""

import itertools

from autograder.exercises.exercise import Exercise
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex01b import sizes_of
from helpers.language import mark

_COUNT = """\
def count_dense_params(sizes):
    return sum(n_in * n_out + n_out for n_in, n_out in zip(sizes, sizes[1:]))
"""


def _judge_count(items: dict, parameters: dict) -> list[Finding]:
    for place, sizes in enumerate(sizes_of(parameters["seed"])):
        pairs = list(itertools.pairwise(sizes))
        expected = sum(a * b + b for a, b in pairs)
        found = judge.value(items[str(place)], expected, f"count_dense_params({sizes})", integer=True)
        if not found:
            continue
        got = found[0].values.get("got")
        named = {
            pairs[0][0] * pairs[0][1] + pairs[0][1]: "params.first_layer",
            sum(a * b for a, b in pairs): "params.no_bias",
            sum(a * b + a for a, b in pairs): "params.input_bias",
            expected + sizes[0]: "params.input_counted",
        }
        if found[0].key == "value.wrong" and got in named:
            return [Finding(named[got], found[0].values)]
        return found
    if items["heard"]:
        return [Finding("params.built", {"got": items["heard"][0]})]
    return []


EXERCISE = Exercise(
    id="ex01b",
    answer="count_dense_params",
    points=2,
    reference=_COUNT,
    judge=_judge_count,
    hints=(
        mark("A Dense layer from `n` inputs to `m` units has a kernel of shape `(n, m)` and a bias of shape `(m,)`."),
        mark("Walk over neighbouring pairs of `sizes`: `zip(sizes, sizes[1:])`."),
    ),
)
