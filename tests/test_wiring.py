"""One wrong edge, found by its boxes or by a click: solvable at every level, the same for everybody with the same seed."""

import pytest

from autograder.learner.notebook import start
from autograder.learner.practice import practice
from autograder.learner.wiring import LEVELS, _named_edges
from helpers.errors import CourseError


@pytest.fixture
def check():
    found, *_others = start("en")
    return found


def judged(level: int, seed: int) -> None:
    """The two pictures differ in one edge, that edge is right, and every other is refused."""
    drawn = practice("wiring", level=level, seed=seed)
    pair = drawn._pair
    meant, built = _named_edges(pair.meant), _named_edges(pair.built)
    assert len(meant - built) == len(built - meant) == 1
    assert sorted(n["name"] for n in pair.meant["nodes"]) == sorted(n["name"] for n in pair.built["nodes"])
    for edge in pair.edges:
        shown = repr(drawn.judged(pair.told(edge)))
        assert shown.startswith("✓" if pair.told_names(edge) in built - meant else "✗"), shown


@pytest.mark.parametrize("level", LEVELS)
def test_one_edge_is_wrong_and_no_other(level):
    judged(level, 1)


@pytest.mark.thorough("the test above draws one of each level, and asks every edge")
@pytest.mark.parametrize("level", LEVELS)
def test_many_wrong_edges_are_judged_rightly(level):
    for seed in range(12):
        judged(level, seed)


def test_a_seed_gives_the_same_edge_on_every_machine():
    """A change here takes away what learners have shared."""
    pair = practice("wiring", level=1, seed=4711)._pair
    assert (pair.told(pair.wrong), pair.names[pair.right]) == ("x2 -> x4", "x1")


@pytest.mark.parametrize(
    "answer", ["x2 -> x4", "x2→x4", " x2 , x4 ", ("x2", "x4"), ["x2", "x4"], "x2 x4", "`x2 -> x4`"]
)
def test_an_edge_may_be_written_in_many_ways(check, answer):
    assert "`x4` should get `x1`" in repr(check("wiring-1-4711", answer))


@pytest.mark.parametrize("answer", [None, 3, "", "x2", "x2 -> x99", ("x2",), ("x2", 4), object(), "x4 -> x2 -> x1"])
def test_what_is_no_edge_is_told(check, answer):
    said = repr(check(practice("wiring", level=1, seed=4711), answer))
    assert said.startswith("○") and "written as its two boxes" in said


def test_the_plain_form_shows_both_pictures_and_gives_nothing_away(check):
    drawn = practice("wiring", level=1, seed=4711)
    assert repr(drawn).count("6 layers") == 2 and drawn._repr_html_().count("data:image/svg+xml") == 2
    assert "look here" not in drawn._repr_html_() and "x2 -> x4" not in repr(drawn)
    assert 'practice("wiring", level=1, seed=4711)' in repr(drawn)
    assert "✗" in repr(check("wiring-1-4711", "x1 -> x2")) and "✗" in repr(check("wiring-1-4711", "x4 -> x1"))


def test_a_click_is_answered_and_the_right_one_is_marked():
    from autograder.learner.clicked import Clicked

    drawn = practice("wiring", level=1, seed=4711)
    page, sent = Clicked(drawn._pair.built, drawn._clicked), []
    page.send = lambda message, buffers=None: sent.append(message)
    before = page.view
    source, target = map(str, drawn._pair.example)
    for edge in ([source, target], ["999", "1"], ["x", "y"], "no", None, [1]):
        page._answer(page, {"edge": edge}, [])
    assert page.view == before and "both pictures" in sent[0]["told"]
    page._answer(page, {"edge": list(map(str, drawn._pair.wrong))}, [])
    assert "Yes" in sent[-1]["told"] and page.view != before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("wiring", 0), "from 1 to 5"), (("wiring", 6), "from 1 to 5"), (("wiring", 2, "1"), "whole number")],
)
def test_what_cannot_be_drawn_is_told(arguments, words):
    with pytest.raises(CourseError, match=words):
        practice(*arguments)


def test_an_unknown_name_is_told(check):
    for name in ("wiring-9-1", "wiring-x", "wiring-1-", "wiring-1-10000000"):
        with pytest.raises(CourseError, match="no graph"):
            check(name, "x1 -> x2")
