"""A fault is told step by step: the place, then its kind, then what to mend."""

import pytest

from autograder.asking import lines
from autograder.exercises import find
from autograder.feedback.ladder import WHOLE, climbed
from autograder.feedback.lines import Place
from autograder.feedback.picture import drawn
from autograder.feedback.sentences import SENTENCES
from autograder.feedback.words import sentence
from autograder.graphs.finding import Finding
from tests.answers import edited

FAULTS = {
    "ladder.missing": ('    x = layers.Dense(hidden_units, activation="relu")(x)\n', "", "ladder.after"),
    "ladder.activation": (
        "outputs = layers.Dense(num_classes)",
        'outputs = layers.Dense(num_classes, "tanh")',
        "ladder.place",
    ),
    "ladder.option": ("layers.Dense(num_classes)", "layers.Dense(num_classes, use_bias=False)", "ladder.place"),
}


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_place_then_the_kind_then_all(kind, lang):
    old, new, place = FAULTS[kind]
    asked = find("ex01a")
    verdict = asked.check(asked.answered(edited(asked.reference, (old, new))))
    steps = [climbed(verdict.findings, verdict.graph, step) for step in (1, 2, WHOLE)]
    assert [found[0].key for found in steps[:2]] == [place, kind] and steps[2] == verdict.findings
    assert not steps[0][0].edges and not steps[0][0].expected  # an arrow would tell the kind
    texts = [sentence(found[0], lang) for found in steps]
    assert len(set(texts)) == 3 and not any("tanh" in text or "use_bias" in text for text in texts[:2])


RELU = ', activation="relu"'


@pytest.mark.parametrize(
    ("exercise", "old", "new", "keys"),
    [
        ("ex01a", RELU + ")(x)", ")(inputs)", ["edge", "activation_missing"]),
        ("ex01a", RELU + ")(x)", RELU + ")(inputs)", ["edge"]),
        ("ex01a", RELU + ")(x)", ', activation="tanh")(inputs)', ["edge", "activation"]),
        ("ex07a", "(y)\n    if", "(x)\n    if", ["edge"]),
        ("ex07a", "[y, x]", "[x, x]", ["edge_twice"]),
    ],
    ids=["no relu", "relu", "tanh", "second convolution", "skip"],
)
def test_what_is_there_and_not_used_is_not_called_missing(exercise, old, new, keys):
    """The line that takes the wrong tensor is named, and the picture shows what it should take."""
    asked = find(exercise)
    with lines.taken_down():
        verdict = asked.check(asked.answered(edited(asked.reference, (old, new))))
    assert [f.key for f in verdict.findings] == [f"graph.{key}" for key in keys]
    source, target = verdict.findings[0].expected[0]
    there = {node["id"]: node["at"]["line"] for node in verdict.graph["nodes"] if "at" in node}
    assert there[source] < there[target] and drawn(verdict.graph, list(verdict.findings)).svg


def test_a_layer_that_is_not_used_and_not_asked_for_changes_no_word():
    asked = find("ex01a")
    more = edited(asked.reference, ('activation="relu")(x)', 'activation="tanh")(x)\n    layers.Dense(3)(x)'))
    with lines.taken_down():
        verdict = asked.check(asked.answered(more))
    assert [f.key for f in verdict.findings] == ["graph.activation"] and len(verdict.graph["nodes"]) == 4


def test_what_has_no_place_in_the_graph_is_told_at_once():
    whole = (Finding("answer.returned_none", {"name": "build_mlp"}),)
    assert climbed(whole, None, 1) == whole
    lost = (Finding("graph.edge", {"layer": "dense"}, nodes=(7,)),)
    assert climbed(lost, {"nodes": []}, 1) == lost


def test_each_step_has_its_sentence():
    from autograder.feedback import ladder

    assert {*ladder._KINDS.values(), "ladder.place", "ladder.after"} <= set(SENTENCES)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("key", [key for key, text in SENTENCES.items() if text.startswith("{layer}")])
def test_a_line_at_the_beginning_of_a_sentence_is_set_off_once(key, lang):
    """`Line 4, `x = ...`, has ...`, and the words that follow may begin with a comma of their own."""
    values = {"layer": "mine", "op": "Mine", "place": 1, "at": {"mine": Place(4, "x = Mine(3)(x)")}}
    said = sentence(Finding(key, values), lang)
    assert said.startswith({"en": "Line 4, `x = Mine(3)(x)`, ", "zh": "第 4 行 `x = Mine(3)(x)`"}[lang]), said
