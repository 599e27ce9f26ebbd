"""`why` and `lint` in a chapter: loaded when first used, offered below a traceback, heard in what a check says."""

import contextlib
from typing import Any

from helpers.language import translate as _


def why(error: BaseException | None = None) -> Any:
    """What the last error means, or this one, on the graph as far as it was built (`autograder.errors.why`)."""
    from autograder.errors.why import why

    return why(error)


def lint(model: Any, data: Any = None) -> Any:
    """What is suspicious in a model and, where they are given, in its data (`autograder.doubts.lint`)."""
    from autograder.doubts.lint import lint

    return lint(model, data)


_OFFERED = "_kfa_offers_why"


def offer(shell: Any) -> None:
    """Say below each traceback of Keras, from now on and once, that `why()` explains it."""
    if getattr(shell, _OFFERED, False):
        return
    setattr(shell, _OFFERED, True)
    shell.events.register("post_run_cell", _below)


def _below(result: Any) -> None:
    error = getattr(result, "error_in_exec", None)
    if error is None:
        return
    with contextlib.suppress(Exception):  # a line that helps is no reason for another error
        from autograder.errors.why import explained

        if explained(error):
            print(_("→ `why()` explains this error on the graph.").replace("`", ""))


def in_words(error: BaseException) -> str:
    """Why an answer raised, in plain words; empty where nothing is known that its message doesn't say."""
    from autograder.errors.why import explained

    return explained(error, surely=True)
