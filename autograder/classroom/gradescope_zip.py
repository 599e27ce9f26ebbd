"""The zip that Gradescope takes as an autograder: the course, what installs it, and what grades one submission."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder.classroom.collect import of_assignment
from autograder.classroom.course import Course
from autograder.classroom.folder import ROOT
from autograder.exercises import register
from autograder.pools import own_numbers
from autograder.submissions.released import chapters
from helpers import language
from helpers.errors import CourseError
from helpers.language import translate as _

ORDER = "assignment.json"
"""In the zip: which notebook of which assignment, and how it is graded."""
_FOLDERS = ("autograder", "helpers", "notebooks", "requirements", "tools")
_FILES = ("pyproject.toml", "README.md", "LICENSE")
_LEFT_OUT = ("__pycache__", ".ipynb_checkpoints", ".venv")
_WHEN = (2026, 1, 1, 0, 0, 0)
"""The same course gives the same zip."""
_SETUP = """\
#!/usr/bin/env bash
# Run once, when Gradescope builds the image: installs the course, some 450 MB.
set -e
apt-get update
apt-get install -y python3.11 python3.11-venv || apt-get install -y python3 python3-venv
cd /autograder/source/course
if command -v python3.11 > /dev/null; then python3.11 tools/bootstrap.py lab; else python3 tools/bootstrap.py lab; fi
"""
_RUN = """\
#!/usr/bin/env bash
# Run for each submission.
root="$(cd "$(dirname "$0")" && pwd)"
exec "$root/source/course/.venv/bin/python" -m autograder.classroom.gradescope_run "$root"
"""


def made(course: Course, assignment: str, sandboxed: bool = True) -> bytes:
    """The zip for an assignment of one notebook.

    Args:
        sandboxed: False where Gradescope's container is to be the only wall.

    Raises:
        CourseError: no such assignment, more notebooks than one, or one whose learners have numbers of their own.
    """
    stems = [stem for stem in of_assignment(course, assignment) if stem in chapters()]
    if len(stems) != 1:
        raise CourseError(
            _(
                "Gradescope grades one notebook at a time; {name} has: {all}.",
                name=assignment,
                all=", ".join(stems) or "–",
            )
        )
    numbers = own_numbers.read(course.folder)
    if numbers and stems[0] in numbers.handed_out:
        raise CourseError(
            _(
                "{chapter} was handed out with numbers of each learner's own. Gradescope would need the secret that they "
                "are drawn from, beside the learners' code: grade it here, with kfa class grade.",
                chapter=stems[0],
            )
        )
    order = {"chapter": stems[0], "lang": language.current(), "sandboxed": sandboxed}
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        _put(archive, "setup.sh", _SETUP.encode(), 0o755)
        _put(archive, "run_autograder", _RUN.encode(), 0o755)
        _put(archive, ORDER, json.dumps(order).encode())
        if pack := register.pack(stems[0]):
            _put(archive, f"{pack.name}.kfa", pack.data)
        for path in _course():
            _put(archive, f"course/{path.relative_to(ROOT).as_posix()}", path.read_bytes())
    return whole.getvalue()


def _course() -> Iterator[Path]:
    for name in _FILES:
        if (ROOT / name).is_file():
            yield ROOT / name
    for folder in _FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and not any(part in _LEFT_OUT for part in path.relative_to(ROOT).parts):
                yield path


def _put(archive: zipfile.ZipFile, name: str, data: bytes, mode: int = 0o644) -> None:
    member = zipfile.ZipInfo(name, _WHEN)
    member.external_attr = (0o100000 | mode) << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, data)
