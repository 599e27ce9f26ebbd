"""`why()`: the last error of building, calling, compiling or training a model, explained on its graph."""

import sys
from typing import Any

from autograder.asking.collect import undisturbed
from autograder.asking.raised import learners_line
from autograder.errors import families  # noqa: F401  # fills the registry
from autograder.errors.explanation import FAMILIES, Explanation
from autograder.errors.picture import Later
from autograder.errors.scene import Scene
from autograder.feedback.card import Card
from autograder.feedback.visible import visible
from helpers.errors import CourseError
from helpers.language import current
from helpers.language import translate as _


class Why(Card):
    """An error explained: a card that prints as text.

    Attributes:
        key: what kind of error it is, such as "shapes.rank"; empty where there is nothing to explain.
        places: names of the layers, tensors and arguments that it is about, the one to change first.
        text: the explanation, in plain words.
    """

    def __init__(self, error: BaseException | None, found: Explanation | None, lines: list[str], picture: Any) -> None:
        self.key = found.key if found else ""
        self.places = tuple(p for p in found.places if p) if found else ()
        self.text = " ".join(lines)
        number, _code = learners_line(error) if error else (0, "")
        side = _("line {line}", line=number) if number else ""
        title = "→ why" + (f" · {type(error).__name__}" if error else "")
        super().__init__("no" if found else "note", title, side, lines)
        if picture is not None:
            self.with_pictures({_("Where it stopped"): picture})


def why(error: BaseException | None = None) -> Why:
    """What the last error means: which call, which tensor, the shapes on the way, and the smallest change.

    Args:
        error: the one to explain; the last one by default.

    Returns:
        a card for a notebook, that prints as text.

    Raises:
        CourseError: `error` is no error.
    """
    if error is not None and not isinstance(error, BaseException):
        raise CourseError(_("`why` explains an error; it got an object of type `{type}`.", type=type(error).__name__))
    error = error or last_error()
    if error is None:
        return Why(None, None, [_("Nothing has raised an error yet.")], None)
    with undisturbed():
        scene = Scene(error)
        found = explanation(scene)
        if found is None:
            return Why(error, None, [_not_ours(error)], None)
        return Why(error, found, words(scene, found), Later.of(scene, found))


def explained(error: BaseException, surely: bool = False) -> str:
    """Why an error happened, as one paragraph without a picture; empty where Keras had no part in it.

    Args:
        surely: empty as well where nothing but its own message is known.
    """
    with undisturbed():
        scene = Scene(error)
        found = explanation(scene)
        if found is None or (surely and found.key.startswith("rest.")):
            return ""
        return words(scene, found)[0]


def last_error() -> BaseException | None:
    """The last error that nobody caught: of this notebook, or of this Python."""
    return getattr(sys, "last_exc", None) or getattr(sys, "last_value", None)


def explanation(scene: Scene) -> Explanation | None:
    """What is known of an error; None where Keras had no part in it."""
    if isinstance(scene.error, (CourseError, KeyboardInterrupt, SystemExit)) or not scene.of_keras:
        return None
    for recognised in FAMILIES:
        try:
            found = recognised(scene)
        except Exception:  # an error may happen in the midst of anything; what can't be read is not this kind
            continue
        if found is not None:
            return found
    return None


def words(scene: Scene, found: Explanation) -> list[str]:
    """The explanation as one paragraph, and the way that led there."""
    gap = "" if current() == "zh" else " "
    values = {k: _shown(v) for k, v in found.values.items()}
    lines = [gap.join(_(sentence).format_map(values) for sentence in found.sentences)]
    way = Later.way(scene, found)
    if way:
        lines.append(_("The way there: {way}", way=way))
    return [visible(line) for line in lines]


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _not_ours(error: BaseException) -> str:
    line, code = learners_line(error)
    where = _(" in line {line}, `{code}`", line=line, code=code.replace("`", "'")) if line and code else ""
    return visible(
        _(
            "This `{type}`{where} is no error of Keras: no layer, model or tensor was being used. `why` has nothing to add to what Python says.",
            type=type(error).__name__,
            where=where,
        )
    )
