"""Files with the names of modules, as somebody may leave them in any folder: each writes a mark where it is ever run."""

import sys
from collections.abc import Sequence
from pathlib import Path

NAMES = (
    *("keras", "tensorflow", "numpy", "matplotlib", "IPython", "ipykernel", "ipykernel_launcher", "nbformat", "PIL"),
    *("nbconvert", "jupyter_client", "jupyterlab", "jupyter_server", "distributed", "zmq", "traitlets", "h5py"),
    *("autograder", "helpers", "tools", "sitecustomize", "usercustomize", "site", "runpy", "os", "json", "random"),
    *("socket", "subprocess", "tempfile", "threading", "zipfile", "typing", "types", "copy", "re", "signal", "select"),
    *("jax", "torch", "cupy", "debugpy_", "optree", "psutil", "secrets", "hashlib", "ast", "logging", "encodings"),
)
_CODE = "with open({marks!r}, 'a') as file: file.write(__file__ + chr(10))\n"


def plant(folder: Path, marks: Path, turn: int = 0, names: Sequence[str] = NAMES) -> None:
    """Plant names in a folder: by turns as a file, a package, and a folder that has modules and no `__init__.py`.

    Args:
        folder: made if need be; what is there stays.
        marks: the file that says, one in a line, what was run.
        turn: which name comes in which form.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(names):
        match (number + turn) % 3:
            case 0:
                paths = [folder / f"{name}.py"]
            case 1:
                paths = [folder / name / "__init__.py"]
            case _:
                paths = [folder / name / f"{inner}.py" for inner in ("layers", "config", "running", "datasets", "src")]
        for path in paths:
            path.parent.mkdir(exist_ok=True)
            _write(path, marks)


def plant_home(home: Path, marks: Path, turn: int = 0) -> None:
    """Plant a user's home: their own packages with a `.pth`, start-up files of IPython, configurations of Jupyter."""
    packages = Path(home, ".local", "lib", "python{}.{}".format(*sys.version_info), "site-packages")
    for folder in (home, packages, home / ".ipython", home / ".ipython" / "extensions", home / ".jupyter"):
        plant(folder, marks, turn)
    (packages / "planted.pth").write_text(f"import sys; exec({_code(marks, packages / 'planted.pth')!r})\n")
    for path in (
        ".ipython/profile_default/startup/00.py",
        ".ipython/profile_default/ipython_config.py",
        ".ipython/profile_default/ipython_kernel_config.py",
        ".jupyter/jupyter_config.py",
        ".jupyter/jupyter_server_config.py",
        ".jupyter/jupyter_lab_config.py",
        ".jupyter/jupyter_notebook_config.py",
    ):
        Path(home, path).parent.mkdir(parents=True, exist_ok=True)
        _write(home / path, marks)


def run(marks: Path) -> list[str]:
    """What was run."""
    return sorted(set(marks.read_text().splitlines())) if marks.exists() else []


def _code(marks: Path, path: Path) -> str:
    return _CODE.format(marks=str(marks)).replace("__file__", repr(str(path)))


def _write(path: Path, marks: Path) -> None:
    path.write_text(_code(marks, path))
