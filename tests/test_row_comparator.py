"""Eleven pairs of models on which a comparison of summary rows errs; the judge is right on all (`docs/comparison.md`)."""

from pathlib import Path

import keras
import pytest
from keras import layers, ops

from autograder.asking import probe
from autograder.feedback.words import sentence
from autograder.judging import judge
from helpers import graph

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "comparison.md"


def rows(model):
    """What the published checkers zip: class, output shape and parameters of each layer, in the summary's order."""
    return [(type(x).__name__, tuple(x.output.shape), x.count_params()) for x in model.layers]


def same_rows(left, right):
    return [r for r in rows(left) if r[0] != "InputLayer"] == [r for r in rows(right) if r[0] != "InputLayer"]


def _skip(wrong):
    x = keras.Input((8,))
    a = layers.Dense(8, activation="relu")(x)
    b = layers.add([layers.Dense(8, activation="relu")(a), a])
    return keras.Model(x, layers.add([layers.Dense(8)(b), a if wrong else b]))


def _concatenation(wrong):
    x, y = keras.Input((3,)), keras.Input((3,))
    a, b = layers.Dense(4)(x), layers.Dense(4)(y)
    return keras.Model([x, y], layers.Dense(2)(layers.concatenate([b, a] if wrong else [a, b])))


def _inputs(wrong):
    x, y = keras.Input((3,)), keras.Input((3,))
    out = layers.subtract([layers.Dense(2)(x), layers.Dense(2)(y)])
    return keras.Model([y, x] if wrong else [x, y], out)


def _outputs(wrong):
    x = keras.Input((3,))
    h = layers.Dense(4)(x)
    a, b = layers.Dense(2, activation="softmax")(h), layers.Dense(2, activation="sigmoid")(h)
    return keras.Model(x, [b, a] if wrong else [a, b])


def _sharing(wrong):
    x, y = keras.Input((4,)), keras.Input((4,))
    p, q = layers.Dense(4), layers.Dense(4)
    first = layers.concatenate([p(x), q(y)])
    p, q = (q, p) if wrong else (p, q)
    return keras.Model([x, y], [first, layers.concatenate([p(y), q(x)])])


def _subtraction(wrong):
    x = keras.Input((4,))
    a, b = layers.Dense(4)(x), layers.Dense(4)(x)
    return keras.Model(x, layers.Dense(1)(layers.subtract([x, a] if wrong else [a, x]) * b))


def _activation(wrong):
    x = keras.Input((4,))
    return keras.Model(x, layers.Dense(2)(layers.Dense(4, activation="tanh" if wrong else "relu")(x)))


def _frozen(wrong):
    x = keras.Input((4,))
    trunk = layers.Dense(4)
    trunk.trainable = not wrong
    return keras.Model(x, layers.Dense(2)(trunk(x)))


def _written_in_another_order(other):
    x = keras.Input((4,))
    a, b = layers.Dense(3)(layers.Dense(5)(x)), layers.Dense(3, use_bias=False)(layers.Dense(2)(x))
    return keras.Model(x, layers.add([b, a] if other else [a, b]))


def _operators(other):
    x = keras.Input((4,))
    a, b = layers.Dense(4)(x), layers.Dense(4)(x)
    return keras.Model(x, a * 0.5 + b / 2 if other else layers.average([a, b]))


def _nested(other):
    x = keras.Input((4,))
    chain = [layers.Dense(4), layers.Activation("relu"), layers.Dense(2)]
    if other:
        return keras.Model(x, keras.Sequential(chain)(x))
    return keras.Model(x, layers.Dense(2)(ops.relu(layers.Dense(4)(x))))


CASES = {
    "a skip starts at the wrong sum": (_skip, False),
    "the parts of a concatenation are swapped": (_concatenation, False),
    "the inputs are permuted": (_inputs, False),
    "the outputs are permuted": (_outputs, False),
    "two shared layers change places": (_sharing, False),
    "the operands of a subtraction are swapped": (_subtraction, False),
    "another activation": (_activation, False),
    "a layer is frozen": (_frozen, False),
    "branches written in another order": (_written_in_another_order, True),
    "operators for layers": (_operators, True),
    "a Sequential inside": (_nested, True),
}


def _judged(build):
    expected, got = build(False), build(True)
    (read,), objects = graph.read_together([got])
    return judge.model({"graph": read, "outputs": probe.outputs(got, read, objects, 1)}, expected, 1)


@pytest.mark.parametrize("case", CASES)
def test_rows_err_and_the_judge_does_not(case):
    build, right = CASES[case]
    findings = _judged(build)
    assert (not findings) == right, [sentence(f, "en") for f in findings]
    assert same_rows(build(False), build(True)) != right


def test_the_document_has_the_cases():
    text = DOCUMENT.read_text(encoding="utf-8")
    for case in CASES:
        assert f"| {case} |" in text, case
