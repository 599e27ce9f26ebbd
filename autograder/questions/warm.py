"""What a warm kernel knows of the course: the questions, and what notebooks import."""

import hashlib
import importlib
import sys
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder import questions
from autograder.asking import collect
from autograder.asking.raised import core, is_stub, learners_line

_IMPORTED = (
    "numpy",
    "tensorflow",
    "keras",
    "matplotlib.pyplot",
    "IPython",
    "PIL.Image",
    "helpers.drawing",
    "helpers.graph",
    "helpers.datasets",
    "helpers.charts",
)


class WarmCourse:
    """This course, for `autograder.sandbox.zygote.Zygote`."""

    masked = ("autograder/exercises", "autograder/judging/ranges.json", "autograder/classroom")

    def load(self) -> None:
        """Import what notebooks import; no operation of TensorFlow runs."""
        for name in _IMPORTED:
            importlib.import_module(name)
        questions.import_all()

    def begin(self, replaced: Mapping[str, Path]) -> None:
        """Checks say nothing, and the data pack's files are those that are shown here."""
        sys.modules["autograder.notebook"] = _inert()
        if not replaced:
            return
        from helpers.datasets import pack

        for name in pack.FILES:
            if any(path.endswith(name) for path in replaced):
                data = (pack.FOLDER / name).read_bytes()
                pack.FILES[name] = (len(data), hashlib.sha256(data).hexdigest())

    def told(self, error: BaseException) -> dict[str, Any]:
        """An error as data: its type, what it says, the learner's line that it came from, whether it is the stub's."""
        line, code = learners_line(error)
        if isinstance(error, SyntaxError):
            line, code = error.lineno or 0, (error.text or "").strip()[:200]
        stub = isinstance(error, NotImplementedError) and is_stub(error)
        return {"type": type(error).__name__, "message": core(error), "line": line, "code": code, "stub": stub}

    def ask(self, value: Any, message: dict) -> bytes:
        """Evidence on an answer: `name`, `exercise`, `parameters` and `seconds` are the message's."""
        answer = collect.Answer(value, message["name"], message["seconds"])
        return collect.gather(questions.find(message["exercise"]), answer, message["parameters"])

    def look(self, data: bytes) -> bytes:
        """What is asked where no code of the learner's is."""
        return questions.look(data)


def _inert() -> Any:
    """What stands for `autograder.notebook` here: a check that a learner's own cell calls says nothing."""
    module = types.ModuleType("autograder.notebook", "What a learner calls in a notebook; while it is graded, inert.")

    class Inert:
        def __call__(self, *_args: Any, **_more: Any) -> None:
            return None

        picture = __call__

    module.start = lambda _lang="en", _values=None: (Inert(), Inert(), Inert(), Inert())  # type: ignore[attr-defined]
    module.why = module.lint = Inert()  # type: ignore[attr-defined]
    module.ask = module.practice = module.review = Inert()  # type: ignore[attr-defined]
    return module
