"""The stored outputs of the solutions: no fault, nothing of this machine, nothing that another machine would show otherwise."""

import re
from collections.abc import Iterator
from functools import cache

from nbformat import NotebookNode
from nbval.plugin import get_sanitize_patterns

from tools.comparison import SANITISER
from tools.source import ROOT, Chapter, Problem

_PRIVATE = re.compile(r"(?<![\w.])/(home|Users|root|tmp|var)/" + "|" + re.escape(str(ROOT)))
_LOG = re.compile(r"^(WARNING|ERROR|INFO):(tensorflow|absl)|^[WEI]\d{4} [\d:.]+ ", re.MULTILINE)
_ASKS = re.compile(r"^(ask|review)\(", re.MULTILINE)  # what is shown is words of ours
_NUMBER = re.compile(r"(?<![\w.])\d+\.\d+(?![\w.])")


def output_problems(chapter: Chapter, lang: str, solution: NotebookNode) -> list[Problem]:
    """A solution was executed: no error that isn't asked for, no log line, no path of a machine."""
    problems = []
    for cell in solution.cells:
        if cell.cell_type != "code":
            continue
        tags = cell.metadata.get("tags", [])
        kinds = {output.output_type for output in cell.outputs}
        errors = {output.name for output in cell.outputs if output.output_type == "stream"}
        texts = [text for output in cell.outputs for text in _texts(output)]
        for wrong, sentence in (
            (cell.execution_count is None and "nbval-skip" not in tags, "was not executed."),
            ("error" in kinds and "raises-exception" not in tags, "raised an error."),
            ("error" not in kinds and "raises-exception" in tags, "should raise, and didn't."),
            ("stderr" in errors, "printed to stderr: silence it, or print it."),
            (any(map(_PRIVATE.search, texts)), "shows a path of this machine."),
            (any(map(_LOG.search, texts)), "shows a line of TensorFlow's log."),
            (
                not {"nbval-ignore-output", "nbval-skip"} & set(tags)
                and not _ASKS.search(cell.source)
                and any(_measured(t, cell.source) for t in texts),
                "shows a number that a training decides, and nbval compares it: print it as `accuracy: 0.95`.",
            ),
        ):
            if wrong:
                problems.append(Problem(chapter.stem, cell.id, f"in solutions/{lang} the cell {sentence}"))
    return problems


def _measured(text: str, source: str) -> bool:
    """Whether a line about an accuracy or a loss has a number that the sanitiser doesn't hide, and the code doesn't say."""
    for line in sanitised(text).splitlines():
        told = re.search(r"accuracy|loss", line, re.IGNORECASE) and "<img" not in line
        if told and any(number not in source for number in _NUMBER.findall(line)):
            return True
    return False


def sanitised(text: str) -> str:
    """A text as nbval compares it."""
    for pattern, replacement in _patterns():
        text = re.sub(pattern, replacement, text)
    return text


@cache
def _patterns() -> list[tuple[str, str]]:
    return list(get_sanitize_patterns(SANITISER.read_text(encoding="utf-8")))


def _texts(output: NotebookNode) -> Iterator[str]:
    yield output.get("text", "")
    yield from output.get("traceback", [])
    yield from (str(value) for mime, value in output.get("data", {}).items() if mime.startswith("text/"))
