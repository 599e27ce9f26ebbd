"""Drawn graphs: solvable at every level, judged rightly, the same for everybody with the same seed."""

import re

import keras
import numpy as np
import pytest

from autograder.exercises.exercise import answer_of
from autograder.learner import graphs
from autograder.learner.notebook import hint, solution, start
from autograder.learner.practice import find, practice
from helpers.errors import CourseError

PINNED = """\
def build():
    photo = keras.Input(shape=(20, 20, 3), name="photo")
    x1 = layers.Conv2D(16, 3, padding="same", activation="relu")(photo)
    x2 = layers.Conv2D(16, 3, padding="same", activation="relu")(x1)
    x3 = layers.Conv2D(16, 3, padding="same", activation="relu")(x2)
    x4 = layers.Add()([x1, x3])
    x5 = layers.Flatten()(x4)
    x6 = layers.Dense(3)(x5)
    return keras.Model(photo, x6)
"""


@pytest.fixture
def check(monkeypatch, tmp_path):
    monkeypatch.setenv("KFA_HOME", str(tmp_path))
    found, *_others = start("en")
    return found


def as_written(model: keras.Model) -> list[keras.Variable]:
    """The weights of a model, layer by layer as they were made: what `weights` gives depends on the edges."""
    made = [(re.fullmatch(r"(.+?)(?:_(\d+))?/(.+)", w.path), w) for w in model.weights]
    return [w for _place, w in sorted(((m[1], int(m[2] or 0), i), w) for i, (m, w) in enumerate(made))]


def equal(one: keras.Model, other: keras.Model) -> bool:
    """Whether two models give the same for the same inputs and weights, whoever judges."""
    first, second = as_written(one), as_written(other)
    shapes = [tuple(w.shape) for w in first]
    if [tuple(w.shape) for w in second] != shapes or [x.name for x in one.inputs] != [x.name for x in other.inputs]:
        return False
    numbers = np.random.default_rng(7)
    for pair in zip(first, second, strict=True):
        value = numbers.normal(size=pair[0].shape)
        for weight in pair:
            weight.assign(value)
    given = [drawn(x, numbers) for x in other.inputs]
    said = [keras.tree.flatten(model(given if len(given) > 1 else given[0])) for model in (one, other)]
    return len(said[0]) == len(said[1]) and all(
        a.shape == b.shape and np.allclose(a, b, 1e-4, 1e-5) for a, b in zip(*said, strict=True)
    )


def drawn(tensor: keras.KerasTensor, numbers: np.random.Generator) -> np.ndarray:
    """Four samples for an input."""
    shape = (4, *(6 if size is None else size for size in tensor.shape[1:]))
    return numbers.integers(0, 9, shape) if "int" in tensor.dtype else numbers.normal(size=shape).astype("float32")


def judged(level: int, seeds: range) -> tuple[int, list[str]]:
    """How many mutants were judged, and what was judged wrongly."""
    count, wrong = 0, []
    for seed in seeds:
        program = graphs.draw(level, seed)
        exercise = find(f"graphs-{level}-{seed}")
        if not exercise.check(exercise.solved()).correct:
            wrong.append(program.source())
        for mutant in graphs.mutants(program):
            try:
                model = answer_of(mutant.source(), "build")()
            except Exception:
                continue  # shapes that don't fit, or an input that leads nowhere: no model at all
            count += 1
            # |a - b| and |b - a|, the absolute value of what is positive: another spelling, no mutant
            if exercise.check(lambda model=model: model).correct and not equal(model, exercise.solved()()):
                wrong.append(program.source() + mutant.source())
    return count, wrong


@pytest.mark.parametrize("level", graphs.LEVELS)
def test_a_drawn_graph_is_solvable_and_its_mutants_are_refused(level):
    count, wrong = judged(level, range(1))
    assert not wrong and count, "\n".join(wrong)


@pytest.mark.thorough("the test above draws a graph of each level")
@pytest.mark.parametrize("level", graphs.LEVELS)
def test_five_hundred_drawn_graphs_are_judged_rightly(level):
    count, wrong = judged(level, range(84))
    assert not wrong and count > 84, "\n".join(wrong[:3])


@pytest.mark.parametrize("level", graphs.LEVELS)
def test_graphs_of_one_level_differ(level):
    assert len({graphs.draw(level, seed).source() for seed in range(60)}) > 30


def test_a_seed_gives_the_same_graph_on_every_machine():
    """A change here takes away what learners have shared: draw in another way under another name."""
    source = graphs.draw(2, 4711).source()
    assert source == practice("graphs", level=2, seed=4711).exercise.reference
    assert source == PINNED


def test_what_is_shown_is_enough_to_write_it(check):
    shown = practice("graphs", level=4, seed=4711)
    told = repr(shown)
    assert 'check("graphs-4-4711", build)' in told and "units 32 · activation sigmoid" in told
    assert shown._repr_html_().count("data:image/svg+xml") == 1
    assert "✓ graphs-4-4711" in repr(check(shown, shown.exercise.solved()))
    assert "✓ graphs-4-4711" in repr(check("graphs-4-4711", shown.exercise.solved()))


def test_a_wrong_graph_is_told_in_words_and_hints_and_a_solution_are_there(check):
    source = practice("graphs", level=2, seed=4711).exercise.reference
    card = check("graphs-2-4711", answer_of(source.replace("Dense(", "Dense(1 + ", 1), "build"))
    assert "it should be" in repr(card)
    assert "one line for each box" in repr(hint("graphs-2-4711")) and solution("graphs-2-4711").text == source.rstrip()


def test_without_a_seed_each_graph_is_another():
    assert len({practice("graphs", level=3).id for _again in range(6)}) > 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("trees",), "no practice 'trees'"),
        (("graphs", 0), "from 1 to 6"),
        (("graphs", 7), "from 1 to 6"),
        (("graphs", "2"), "from 1 to 6"),
        (("graphs", 2, "4711"), "whole number"),
        (("graphs", 2, -1), "whole number"),
        (("graphs", 2, 1.5), "whole number"),
        (("graphs", 2, 10**7), "whole number"),
    ],
)
def test_what_cannot_be_drawn_is_told(arguments, words):
    with pytest.raises(CourseError, match=words):
        practice(*arguments)


def test_an_unknown_name_is_told(check):
    for name in ("graphs-9-1", "graphs-1-1000001"):
        with pytest.raises(CourseError, match="no graph"):
            check(name, None)
