"""A Python process of ours: it imports what is installed, whatever lies in a working folder, a home or beside a notebook.

Python puts the folder in which it is started before all others (`-m`, `-c`), and a user's own packages before those
that are installed. A file named `keras.py` in a folder of submissions would then be run as who grades them.
"""

import importlib.machinery
import os
import site
import sys
from functools import cache
from pathlib import Path

_KEPT = ("LANG", "LANGUAGE", "TZ", "TZDIR", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "TMPDIR", "KFA_LANG")
"""Names of the environment that a process of ours needs; beside LC_*."""
_PATHS = ("PATH", "PYTHONPATH")


def python(*arguments: str) -> list[str]:
    """The command of this Python, isolated; `arguments` as for `python`, such as "-m", "helpers.doctor"."""
    return [os.path.abspath(sys.executable), *flags(), *arguments]


@cache
def flags() -> tuple[str, ...]:
    """`-P`: no working folder among the imports; `-s`: nor a user's own packages, unless the course is one of them.

    Not `-I`, which is both and more: PYTHONPATH is how somebody chooses another Keras (tools/versions.py).
    """
    return ("-P",) if _installed_for_a_user() else ("-P", "-s")


def _installed_for_a_user() -> bool:
    """Whether Keras is found among a user's own packages alone."""
    if not site.ENABLE_USER_SITE:
        return False
    mine = site.getusersitepackages()
    others = [path for path in sys.path if path not in ("", mine) and not _is_here(path)]
    return importlib.machinery.PathFinder.find_spec("keras", others) is None


def environment(home: str | Path, **more: str) -> dict[str, str]:
    """A clean environment for a process that nobody talks to.

    Args:
        home: its home folder, of our own: no settings of Keras or matplotlib that lie in the user's are read. Only
            what a package has cached there (matplotlib's list of fonts takes long to make) is used.
        more: what else it is to have.
    """
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith("LC_")}
    kept |= {name: value for name in _PATHS if (value := absolute(os.environ.get(name, "")))}
    cache_folder = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    if os.path.isabs(cache_folder):
        kept["XDG_CACHE_HOME"] = cache_folder
    return kept | {"HOME": str(home), "KERAS_HOME": str(Path(home, ".keras")), "KERAS_BACKEND": "tensorflow"} | more


def absolute(paths: str) -> str:
    """Those entries of a search path that don't depend on a working folder: an empty one is that folder."""
    return os.pathsep.join(path for path in paths.split(os.pathsep) if os.path.isabs(path))


def working_folder_last() -> None:
    """In a process that others started: what is installed comes before the working folder from now on."""
    here = [path for path in sys.path if path == "" or _is_here(path)]
    sys.path[:] = [path for path in sys.path if path not in here] + here


def _is_here(path: str) -> bool:
    try:
        return os.path.realpath(path) == os.path.realpath(os.getcwd())
    except OSError:  # a working folder that is gone
        return False
