"""What the harness of right and wrong answers does not see of chapters 08, 09 and 11: status, shares, hostile evidence."""

import numpy as np
import pytest

from autograder.asking import evidence
from autograder.exercises import find
from autograder.exercises.ex11a import SITUATIONS
from autograder.exercises.ex11c import BROKEN
from autograder.exercises.exercise import answer_of


def _verdict(exercise, value):
    return exercise.decide(exercise.collect(value))


@pytest.mark.parametrize("blank", [None, "", ..., "  "])
def test_an_empty_table_of_apis_is_not_attempted(blank):
    verdict = _verdict(find("ex11a"), dict.fromkeys(SITUATIONS, blank))
    assert verdict.status == "not_attempted" and verdict.score == 0


def test_each_situation_counts_the_same():
    exercise = find("ex11a")
    for right in range(11):
        answer = {name: api if k < right else "keras" for k, (name, api) in enumerate(SITUATIONS.items())}
        assert _verdict(exercise, answer).score == pytest.approx(exercise.points * right / 10)


def test_a_table_whose_words_raise_is_told():
    class Word:
        def __str__(self):
            raise RuntimeError("no word")

    verdict = _verdict(find("ex11a"), {"plain_chain": Word()})
    assert verdict.findings[0].key == "answer.raised"


def test_the_broken_wiring_builds_and_shows_every_fault():
    exercise = find("ex11c")
    model = answer_of(BROKEN, "broken_wiring")()
    assert [tuple(t.shape) for t in model.outputs] == [(None, 10), (None, 1)]
    verdict = _verdict(exercise, lambda: model)
    assert [f.values["layer"] for f in verdict.findings] == ["detail", "conv_2", "total", "quality"]
    assert all(f.nodes and f.edges for f in verdict.findings) and verdict.score == 0


@pytest.mark.parametrize(
    "change",
    [
        {"output": None},
        {"output": np.full((6, 1), np.nan)},
        {"vectors": [np.full((6, 4), np.inf)] * 3},
        {"vectors": [np.zeros((2, 2, 2))] * 2},
        {"vectors": "cosine"},
        {"turned": []},
        {"equal": [np.zeros((6, 1))] * 2},
        {"equal": []},
    ],
    ids=lambda change: next(iter(change)),
)
def test_hostile_evidence_of_a_similarity_gets_no_points(change):
    exercise = find("ex08b")
    items = evidence.decode(exercise.collect(exercise.solved()))
    items["model"] |= change
    verdict = exercise.decide(evidence.encode(items))
    assert verdict.findings and verdict.score == 0
