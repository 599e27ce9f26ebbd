"""In Gradescope's container: grades the submission that lies there, and writes `results.json`. Started by the zip's own script."""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from autograder.authoring import pack
from autograder.classroom import gradescope
from autograder.classroom.gradescope_zip import ORDER
from autograder.pools import grading, which
from autograder.sandbox import walls
from helpers import language
from helpers.errors import CourseError
from helpers.language import translate as _

_LEARNER = "learner"
"""Whoever it is: their name is Gradescope's affair."""


def main(root: Path) -> int:
    """Grade what lies in `root/submission`; whatever goes wrong stands in `root/results/results.json`."""
    results = root / "results" / "results.json"
    results.parent.mkdir(parents=True, exist_ok=True)
    try:
        data = _graded(root)
    except CourseError as error:
        data = gradescope.not_graded(str(error))
    results.write_bytes(data)
    return 0


def _graded(root: Path) -> bytes:
    order = json.loads((root / "source" / ORDER).read_bytes())
    language.use(order["lang"])
    pack.use_all(root / "source")
    if order["sandboxed"] and (why := walls.unavailable()):
        raise CourseError(
            _(
                "There is no sandbox in this container ({reason}): nothing was graded. Whoever teaches this class decides: "
                "kfa class export {chapter} --format gradescope-autograder --unsafe-no-sandbox",
                reason=why,
                chapter=order["chapter"],
            )
        )
    with tempfile.TemporaryDirectory(prefix="kfa-", ignore_cleanup_errors=True) as own:
        place = Path(own, "in", _LEARNER, order["chapter"])
        shutil.copytree(root / "submission", place, symlinks=True)
        choice = which.notebook(place, order["chapter"])
        if not choice.path:
            raise CourseError(
                _("Nothing could be graded: {reason}. Hand in the notebook of {chapter}.", reason=choice.reason,
                  chapter=order["chapter"])
            )  # fmt: skip
        settings = grading.Settings(Path(own, "marks.json"), sandboxed=order["sandboxed"])
        report = grading.grade(Path(own, "in"), settings)
    return gradescope.results(report.marks[0])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
