"""`lint(model, data)`: what is suspicious in a model, each finding with its place, its reason and its remedy."""

from typing import Any

from autograder.asking.collect import undisturbed
from autograder.doubts import rules  # noqa: F401  # fills the registry
from autograder.doubts.doubt import RULES, WASTE, Doubt
from autograder.doubts.intended import Intended, name_of, place_of
from autograder.doubts.report import Doubts, report
from autograder.doubts.subject import Subject, subject_of
from helpers.errors import CourseError
from helpers.language import translate as _


def lint(model: Any, data: Any = None) -> Doubts:
    """What is suspicious in a model: in its graph, in how it is compiled, and, where data are given, in them.

    Nothing is trained, called or changed.

    Args:
        model: a model of Keras. Of a subclassed one, layers and compilation are looked at: it has no graph to see.
        data: the training data, `(x, y)` as for `fit`, or a data set: its first batch is looked at. A generator is not
            read, since that would use it up.

    Returns:
        a card for a notebook, that prints as text; `len` counts its findings.

    Raises:
        CourseError: `model` is no model of Keras.
    """
    import keras

    if not isinstance(model, keras.Model):
        raise CourseError(
            _("`lint` looks at a model of Keras; it got an object of type `{type}`.", type=type(model).__name__)
        )
    with undisturbed():
        subject = subject_of(model, data)
        return report(subject, doubts(subject), Intended().of(name_of(subject)))


def doubts(subject: Subject) -> list[Doubt]:
    """What all rules find; a rule that fails on a model that it was not made for finds nothing."""
    found = []
    for each in RULES.values():
        if each.level == WASTE and subject.training is None:
            continue
        try:
            places = list(each.look(subject))
        except Exception:  # a learner's own layer may do anything when it is asked what it is
            continue
        found += [Doubt(each, at, place_of(subject, at.calls)) for at in places]
    return found
