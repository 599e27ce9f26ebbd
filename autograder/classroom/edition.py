"""Whether what was handed in is still what was graded: the graded notebook bears the digest of the submission."""

import hashlib
import json
from pathlib import Path

from nbformat import NotebookNode

from autograder.pools import inbox
from autograder.submissions.submission import Unreadable
from helpers.errors import CourseError

_KEY = "submitted"


def digest(student: str, chapter: str, path: Path) -> str:
    """Of a submission, with the files beside it; of one that is no file, why it is none."""
    try:
        handed_in = inbox.handed_in_at(student, chapter, path)
    except (Unreadable, CourseError) as error:
        return type(error).__name__
    return hashlib.sha256(inbox.read(handed_in)).hexdigest()


def sign(graded: NotebookNode, of: str) -> None:
    """Note in a graded notebook which submission it was made of."""
    graded.metadata["kfa"] = {**graded.metadata.get("kfa", {}), _KEY: of}


def signed(graded: Path) -> str:
    """The digest in a graded notebook; "" where there is none: an earlier edition of the course has graded it."""
    try:
        return str(json.loads(graded.read_bytes())["metadata"]["kfa"][_KEY])
    except (OSError, ValueError, LookupError, TypeError):
        return ""
