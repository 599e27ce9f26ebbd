"""A notebook run once more from top to bottom in a fresh kernel, for what its checks say."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from autograder.learner.progress import LOOKING
from helpers import isolated, kernel
from helpers.errors import CourseError
from helpers.language import translate as _
from helpers.workspace import ROOT

CELL_TIMEOUT = 300  # seconds; chapters take less than 90 as a whole
_CHECK = re.compile(r"^[ \t]*check\(\s*[\"'](\w+)[\"']", re.MULTILINE)


@dataclass(frozen=True)
class Checked:
    """What a check cell said: its text, and whether the answer is right."""

    exercise: str
    correct: bool
    text: str


def rerun(path: Path) -> list[Checked]:
    """Run a notebook in its folder; errors of other cells don't stop it. The file is not changed.

    Its checks count for the learner where it is their own copy of a chapter: a solution, or another one's work, is no
    progress of theirs.

    Raises:
        CourseError: no such file, not a notebook, no check in it, a cell that never ends, a kernel that died.
    """
    book = _read(path)
    kernel.register()
    client = NotebookClient(
        book,
        kernel_name=kernel.NAME,
        kernel_manager_class=_OwnKernel,
        timeout=CELL_TIMEOUT,
        iopub_timeout=CELL_TIMEOUT,  # what a cell printed may come late on a busy machine
        allow_errors=True,
        resources={"metadata": {"path": str(path.resolve().parent)}},
    )
    env = {"KFA_LADDER": "off"} | dict(os.environ)  # one run, so that all is told at once
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env.get("PATH", os.defpath)])
    env["PYTHONPATH"] = isolated.absolute(env.get("PYTHONPATH", ""))
    if not path.resolve().is_relative_to(ROOT / "work"):
        env[LOOKING] = "1"
    try:
        client.execute(env=env)
    except CellTimeoutError:
        raise CourseError(
            _("A cell of {path} ran for more than {seconds} s and was stopped.", path=path, seconds=CELL_TIMEOUT)
        ) from None
    except DeadKernelError:
        raise CourseError(
            _("The kernel died while {path} ran: a cell ended it, or the memory was not enough.", path=path)
        ) from None
    return [_said(cell) for cell in _check_cells(book)]


class _OwnKernel(AsyncKernelManager):
    """Starts the kernel that stands beside this Python, not one of the same name in somebody's home."""

    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[str(kernel.folder().parent)])


def _read(path: Path) -> nbformat.NotebookNode:
    try:
        book = nbformat.read(path, as_version=4)
        nbformat.validate(book)
    except FileNotFoundError:
        raise CourseError(_("There is no file {path}.", path=path)) from None
    except OSError as error:
        raise CourseError(
            _("{path} can't be read ({reason}).", path=path, reason=error.strerror or type(error).__name__)
        ) from None
    except Exception:  # nbformat fails in many ways on what only looks like a notebook
        raise CourseError(_("{path} is not a notebook. Give a file that ends in .ipynb.", path=path)) from None
    if not _check_cells(book):
        raise CourseError(_("{path} has no cell with a check.", path=path))
    return book


def _check_cells(book: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in book.cells if cell.cell_type == "code" and _CHECK.search(cell.source)]


def _said(cell: nbformat.NotebookNode) -> Checked:
    """The card's plain text; for an error that came before the card, its last line."""
    exercise = _CHECK.search(cell.source)[1]
    for output in cell.outputs:
        if output.output_type == "error":
            name, text = output.ename, output.evalue
            return Checked(exercise, False, f"✗ {exercise}\n  {name}: {text}")
    texts = [o.data["text/plain"] for o in cell.outputs if "text/plain" in o.get("data", {})]
    text = "\n".join(texts) or _("○ {exercise}: the check printed nothing.", exercise=exercise)
    return Checked(exercise, text.startswith("✓"), text)
