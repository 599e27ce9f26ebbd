"""Small questions drawn anew with other numbers each time: `drawn-dense-3` is the fourth of its kind."""

import random
import re
from collections.abc import Callable
from functools import partial

from autograder.learner.question import Question
from helpers.errors import CourseError
from helpers.language import translate as _

_ID = re.compile(r"drawn-([a-z]+)-(\d+)")
Drawn = tuple[str, list[tuple[str, str]]]
"""The text, and the choices, of which the first is right."""


def find(name: str) -> Question:
    """The question of this kind and number.

    Raises:
        CourseError: there is no such kind.
    """
    found = _ID.fullmatch(name)
    if not found or found[1] not in KINDS:
        raise CourseError(_("There is no question {name}.", name=repr(name)))
    rng = random.Random(f"drawn {found[1]} {found[2]}")
    text, choices = KINDS[found[1]][1](rng)
    places = sorted(range(len(choices)), key=lambda _place: rng.random())
    return Question(name, text, tuple(choices[k] for k in places), places.index(0))


def known(name: str) -> bool:
    return _ID.fullmatch(name) is not None


def _dense(rng: random.Random) -> Drawn:
    width, units = rng.choice((8, 12, 20, 32)), rng.choice((5, 10, 16, 24))
    return _("How many parameters does `Dense({units})` have on {width} numbers?", units=units, width=width), [
        (str(width * units + units), _("{n} in the kernel, and a bias for each unit.", n=f"{width} × {units}")),
        (str(width * units), _("Each unit has a bias, too.")),
        (str(width * units + width), _("There is a bias for each unit, not for each input.")),
    ]


def _conv(rng: random.Random) -> Drawn:
    side, deep = rng.choice((20, 24, 28, 32)), rng.choice((1, 3, 8))
    filters, size = rng.choice((4, 6, 10, 16)), rng.choice((3, 5))
    text = _("How many parameters does `Conv2D({filters}, {size})` have on pictures of {shape}?", filters=filters,
             size=size, shape=f"{side} × {side} × {deep}")  # fmt: skip
    kernel = size * size * deep * filters
    return text, [
        (str(kernel + filters), _("{n} in the kernel, and a bias for each filter.", n=f"{size} × {size} × {deep} × {filters}")),
        (str(side * side * filters), _("The size of the picture has no say: the same kernel slides over all places.")),
        (str(kernel), _("Each filter has a bias, too.")),
    ]  # fmt: skip


def _shape(rng: random.Random) -> Drawn:
    side, deep = rng.choice((20, 24, 28, 32)), rng.choice((3, 4))
    filters, size = rng.choice((8, 12, 16)), rng.choice((3, 5))
    text = _("Which shape leaves `Conv2D({filters}, {size})`, with Keras's default padding, for pictures of {shape}?",
             filters=filters, size=size, shape=f"{side} × {side} × {deep}")  # fmt: skip
    small = side - size + 1
    return text, [
        (f"{small} × {small} × {filters}", _('The default is `"valid"`: height and width lose {n}.', n=size - 1)),
        (f"{side} × {side} × {filters}", _('That takes `padding="same"`.')),
        (f"{small} × {small} × {deep * filters}", _("A filter looks at all channels at once, and gives one.")),
    ]


def _join(rng: random.Random, kind: str) -> Drawn:
    a, b = rng.sample((8, 12, 16, 24, 32), 2)
    if kind == "Concatenate":
        text = _("Two tensors of {a} and {b} numbers a sample meet in a `Concatenate`. What comes out?", a=a, b=b)
        return text, [
            (_("{n} numbers", n=a + b), _("Side by side: the widths add up.")),
            (_("{n} numbers", n=max(a, b)), _("Nothing is laid on top of each other.")),
            (_("An error"), _("An `Add` would want equal widths; side by side any will do.")),
        ]
    text = _("Two tensors of {a} and {b} numbers a sample meet in an `Add`. What comes out?", a=a, b=b)
    return text, [
        (_("An error"), _("A sum is made place by place: the widths must be equal, or one of them 1.")),
        (_("{n} numbers", n=a + b), _("A `Concatenate` puts them side by side.")),
        (_("{n} numbers", n=max(a, b)), _("The shorter one isn't filled up.")),
    ]


def _shared(rng: random.Random) -> Drawn:
    width, units = rng.choice((6, 8, 10)), rng.choice((4, 5, 16))
    one = width * units + units
    text = _("One `Dense({units})` is called on two inputs of {width} numbers each. How many parameters has the model?",
             units=units, width=width)  # fmt: skip
    return text, [
        (str(one), _("One layer, called twice: one set of weights.")),
        (str(2 * one), _("So it would be with two layers.")),
        (str(2 * width * units + units), _("The inputs aren't joined: each goes through the same kernel.")),
    ]


KINDS: dict[str, tuple[int, Callable[[random.Random], Drawn]]] = {
    "dense": (1, _dense),
    "conv": (4, _conv),
    "shape": (4, _shape),
    "join": (6, partial(_join, kind="Concatenate")),
    "sum": (7, partial(_join, kind="Add")),
    "shared": (8, _shared),
}
"""By name, the chapter that teaches it and how it is drawn."""
