"""One execution of a notebook from top to bottom: a fresh kernel, an empty home, no network."""

import os
import re
import sys
import tempfile
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from tools.notebook import KERNEL
from tools.source import ROOT

CELL_TIMEOUT = 300  # seconds
_WIDGET = "application/vnd.jupyter.widget-view+json"
# Where these are set they change what is printed, drawn or judged.
_UNSET = ("KFA_LANG", "MPLBACKEND", "COLUMNS", "LINES", "JUPYTER_COLUMNS", "NBGRADER_EXECUTION")
_NOWHERE = "http://127.0.0.1:9"  # the discard port: a download fails at once


class ExecutionError(Exception):
    """A cell raised, took too long or killed its kernel; `cell` is its id."""

    def __init__(self, cell: str, reason: str):
        super().__init__(f"{cell}: {reason}")
        self.cell = cell
        self.reason = reason


def environment(home: Path) -> dict[str, str]:
    """The environment of the kernel: this checkout's packages, `home` for progress and passing files, no proxy out."""
    env = {key: value for key, value in os.environ.items() if key not in _UNSET}
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        env[name] = env[name.upper()] = _NOWHERE
    env["no_proxy"] = env["NO_PROXY"] = ""
    home.mkdir(parents=True, exist_ok=True)
    env["KFA_HOME"] = env["TMPDIR"] = str(home)  # a kernel that is ended leaves files of TensorFlow's there
    # nbgrader runs `alembic` by name, a notebook may run `kfa`.
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    env["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return env


def execute(notebook: NotebookNode, allow_errors: bool = False) -> NotebookNode:
    """Run every cell in place and keep its outputs, without what differs from run to run.

    Raises:
        ExecutionError: at the first cell that fails (with `allow_errors`: that kills the kernel).
    """
    with tempfile.TemporaryDirectory(prefix="kfa-", ignore_cleanup_errors=True) as folder:
        home, work = Path(folder, "home"), Path(folder, "work")
        home.mkdir()
        work.mkdir()
        started: list[str] = []
        client = NotebookClient(
            notebook,
            kernel_name=KERNEL,
            timeout=CELL_TIMEOUT,
            allow_errors=allow_errors,
            record_timing=False,
            store_widget_state=False,
            coalesce_streams=True,
            on_cell_execute=lambda cell, cell_index: started.append(cell.id),
            resources={"metadata": {"path": str(work)}},
        )
        language_info = notebook.metadata.language_info  # nbclient puts the interpreter's version in
        try:
            client.execute(env=environment(home))
        except CellExecutionError as error:
            raise ExecutionError(started[-1], _plain(error.traceback)) from error
        except CellTimeoutError as error:
            raise ExecutionError(started[-1], f"took more than {CELL_TIMEOUT} s.") from error
        except DeadKernelError as error:
            raise ExecutionError(started[-1], "the kernel died.") from error
        notebook.metadata.language_info = language_info
        for cell in notebook.cells:
            if cell.cell_type == "code":
                _steady(cell.outputs, folder)
    return notebook


def _plain(traceback: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", traceback)


def _steady(outputs: list[NotebookNode], folder: str) -> None:
    """Drop the names of this machine's folders, and views of widgets that live only with their kernel."""
    outputs[:] = [output for output in outputs if output.get("data", {}).keys() != {_WIDGET}]
    for output in outputs:
        if "traceback" in output:
            output.traceback = [_without_folders(line, folder) for line in output.traceback]
        if "text" in output:
            output.text = _without_folders(output.text, folder)
        for mime, value in list(output.get("data", {}).items()):
            if mime == _WIDGET and len(output.data) > 1:
                del output.data[mime]
            elif isinstance(value, str) and mime.startswith("text/"):
                output.data[mime] = _without_folders(value, folder)


def _without_folders(text: str, folder: str) -> str:
    """Paths of this machine -> "...": IPython also writes the home folder as `~`."""
    home = str(Path.home())
    for path in (folder, str(Path(folder).resolve()), sys.prefix, sys.base_prefix, str(ROOT)):
        if path == "/usr":  # a system Python: nothing private in it
            continue
        text = text.replace(path, "...")
        if path.startswith(home + os.sep):
            text = text.replace("~" + path.removeprefix(home), "...")
    return text
