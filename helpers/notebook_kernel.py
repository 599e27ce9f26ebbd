"""A kernel of JupyterLab for the course's notebooks: `python -P -m helpers.notebook_kernel -f CONNECTION_FILE`.

It is ipykernel, but for what it reads at its start and imports: a file beside a notebook is imported by the notebook,
and by other files beside it, where nothing installed has its name. Neither a folder `torch` in which a learner keeps
notes, nor a profile in their home can change what a check says.
"""

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import FrameType, ModuleType
from typing import Any

if __name__ == "__main__":  # before ipykernel's own imports
    sys.path[:] = [path for path in sys.path if path]

from ipykernel.kernelapp import IPKernelApp

from helpers.language import translate as _


class Beside:
    """Finds the modules in the working folder, for the notebook and for what was found so: not for Keras's own imports,
    which tries whether there is a `jax`."""

    def __init__(self) -> None:
        self._found = {"__main__"}

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if path is not None or self._asking() not in self._found:
            return None
        try:
            spec = PathFinder.find_spec(name, [os.getcwd()])
        except OSError:  # a working folder that is gone
            return None
        if spec:
            self._found.add(name)
        return spec

    def _asking(self) -> str:
        """The outermost package of the module that imports."""
        frame: FrameType | None = sys._getframe(2)
        while frame:
            name = str(frame.f_globals.get("__name__", "")).partition(".")[0]
            if name not in ("importlib", "_frozen_importlib", "_frozen_importlib_external"):
                return name
            frame = frame.f_back
        return ""


def _not_begun(shell: Any, kind: type, error: NameError, traceback: Any, tb_offset: int | None = None) -> Any:
    """In a kernel where no chapter was begun yet, such as after a restart, say what to run in one sentence."""
    if error.name not in ("check", "hint", "solution", "progress"):
        return shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)
    words = _(
        "The kernel is new, and knows nothing of this notebook yet. Run ▸ Run All Above Selected Cell, then this cell again."
    )
    shell._showtraceback(kind, error, [words])
    return [words]


class NotebookKernel(IPKernelApp):
    """ipykernel without programs of the user's home."""

    def init_path(self) -> None:
        sys.meta_path.append(Beside())

    def initialize(self, *arguments: object, **named: object) -> None:
        super().initialize(*arguments, **named)
        if self.shell is not None:
            self.shell.set_custom_exc((NameError,), _not_begun)

    def load_config_file(self, *_arguments: object, **_named: object) -> None:
        pass

    def _run_startup_files(self) -> None:
        pass


if __name__ == "__main__":
    NotebookKernel.launch_instance()
