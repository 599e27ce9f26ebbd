"""nbgrader's own commands in a course's folder, run for `kfa class`, and its list of students."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from autograder.classroom.course import Course
from autograder.classroom.gradebook import address, opened
from autograder.classroom.roster import Roster
from helpers import isolated
from helpers.errors import CourseError
from helpers.language import translate as _

_MOST_LINES = 12
"""Of what nbgrader says where it fails."""


def is_course(course: Course) -> bool:
    """Whether nbgrader knows this folder."""
    return (course.folder / "nbgrader_config.py").is_file()


def run(course: Course, *words: str, shown: bool = False) -> None:
    """Run a command of nbgrader's in the course's folder.

    Args:
        shown: let it speak; else only where it fails.

    Raises:
        CourseError: it failed, with the end of what it said.
    """
    env = os.environ | {"PATH": search_path()}
    command = isolated.python("-m", "nbgrader", *words)
    done = subprocess.run(command, cwd=course.folder, env=env, capture_output=not shown, text=True, check=False)
    if done.returncode:
        said = [] if shown else (done.stderr or done.stdout).strip().splitlines()[-_MOST_LINES:]
        raise CourseError("\n".join([_("nbgrader {words} failed.", words=" ".join(words)), *said]))


def add_students(course: Course, roster: Roster) -> int:
    """Give the names of a roster to nbgrader's gradebook; returns how many it has now. Nobody is taken out.

    Raises:
        CourseError: the gradebook can't be read or written.
    """
    if not importlib.util.find_spec("nbgrader"):
        return 0
    url = address(course.folder) or f"sqlite:///{(course.folder / 'gradebook.db').resolve()}"
    os.environ["PATH"] = search_path()  # nbgrader makes its tables by calling alembic by name
    with opened(url, course_id=course.folder.resolve().name) as gradebook:
        for p in roster.persons:
            first, last = (p.first, p.last) if p.first or p.last else _halves(p.name)
            gradebook.update_or_create_student(p.id, first_name=first, last_name=last, email=p.email or None)
        return len(gradebook.students)


def search_path() -> str:
    """A search path on which nbgrader finds the programs that it calls by name."""
    programs, path = str(Path(sys.executable).parent), os.environ.get("PATH", "")
    return path if programs in path.split(os.pathsep) else programs + os.pathsep + path


def _halves(name: str) -> tuple[str, str]:
    words = name.split()
    return " ".join(words[:-1]), words[-1] if words else ""
