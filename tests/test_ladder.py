"""A fault is told step by step: the place, then its kind, then what to mend."""

import pytest

from autograder.exercises import find
from autograder.feedback.ladder import WHOLE, climbed
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


def test_what_has_no_place_in_the_graph_is_told_at_once():
    whole = (Finding("answer.returned_none", {"name": "build_mlp"}),)
    assert climbed(whole, None, 1) == whole
    lost = (Finding("graph.edge", {"layer": "dense"}, nodes=(7,)),)
    assert climbed(lost, {"nodes": []}, 1) == lost


def test_each_step_has_its_sentence():
    from autograder.feedback import ladder

    assert {*ladder._KINDS.values(), "ladder.place", "ladder.after"} <= set(SENTENCES)
