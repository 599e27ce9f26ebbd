"""The student edition of an instructor's notebook, made by nbgrader's own `generate_assignment`."""

import logging
import tempfile
from pathlib import Path

from nbformat import NotebookNode
from traitlets.config import Config

from tools.notebook import decode, encode


def release(notebooks: dict[str, NotebookNode]) -> dict[str, NotebookNode]:
    """Convert instructor's notebooks, name -> notebook, as a plain course's `generate_assignment` does.

    Raises:
        RuntimeError: nbgrader refused a notebook (its log is in the message).
    """
    # Imported here: two seconds, which reading and checking a source don't need.
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    if not notebooks:
        return {}
    with tempfile.TemporaryDirectory(prefix="kfa-") as root:
        config = Config()
        # What `generate_assignment --no-db` sets: no gradebook for a conversion.
        config.GenerateAssignment.no_database = True
        config.SaveCells.enabled = False
        config.CourseDirectory.root = root
        config.CourseDirectory.assignment_id = "chapters"
        source = Path(root, "source", "chapters")
        source.mkdir(parents=True)
        for name, notebook in notebooks.items():
            (source / f"{name}.ipynb").write_text(encode(notebook), encoding="utf-8")
        converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
        log = _Log()
        converter.log.addHandler(log)
        try:
            converter.start()
        except Exception as error:  # its preprocessors raise whatever they meet
            raise RuntimeError("\n".join([str(error), *log.lines])) from error
        finally:
            converter.log.removeHandler(log)
        released = Path(root, "release", "chapters")
        return {name: decode((released / f"{name}.ipynb").read_text(encoding="utf-8")) for name in notebooks}


class _Log(logging.Handler):
    """Keeps nbgrader's complaints, which say which cell is at fault."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
