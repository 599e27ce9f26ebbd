"""What a person can do about a fault of the environment, in a sentence that works where they are: in `.venv`, or in one of their own."""

import importlib.util
import json
import os
import platform
import shlex
import shutil
import sys
from pathlib import Path

from helpers import installation
from helpers.errors import CourseError
from helpers.language import translate as _

BACKEND = "tensorflow"
SETTINGS = {"backend": BACKEND, "floatx": "float32", "image_data_format": "channels_last"}
ROOT = Path(__file__).resolve().parent.parent


def ours() -> bool:
    """Whether this Python is that of the course's own `.venv`, which `make lab` and `uv run kfa lab` look after."""
    return Path(sys.prefix).resolve() == ROOT / ".venv"


def again(*requirements: str) -> str:
    """How to have packages installed anew."""
    if ours():
        return _("Install the course anew: `make lab`, or `uv run kfa lab`.")
    return _("Install it anew: `{command}`.", command=_command("--upgrade", *requirements))


def whole() -> str:
    """How to have again what files are missing of; nothing is said where none are."""
    found = installation.broken()
    if not found:
        return ""
    names = [installation.requirement(folder) for folder in found]
    remedy = _("Install the course anew: `make lab`, or `uv run kfa lab`.")
    if not ours():
        # Over what is there: where the record is missing, too, nobody can take it away.
        flags = ["--ignore-installed", "--no-deps"] if _has_pip() else ["--reinstall", "--no-deps"]
        remedy = _("Install it anew: `{command}`.", command=_command(*flags, *names))
    return _(
        "Files are missing from {names}, as after an installation that was interrupted. {remedy}",
        names=", ".join(name.partition("==")[0] for name in names),
        remedy=remedy,
    )


def refuse_what_is_incomplete() -> None:
    """Say what is missing before a learner meets it in a chapter.

    uv believes a package's record and would never install it again (pip and `make lab` are told in other ways), so what
    `uv run` has left in halves loses its record here: the same command then brings it back, without a network.

    Raises:
        CourseError: something is missing.
    """
    found = installation.broken()
    if not found:
        return
    if not (ours() and os.environ.get("UV")):
        raise CourseError(whole())
    for folder in found:
        shutil.rmtree(folder, ignore_errors=True)
    names = ", ".join(installation.requirement(folder).partition("==")[0] for folder in found)
    raise CourseError(
        _(
            "The installation was interrupted: files are missing from {names}. "
            "Run the same command again, which now brings them back.",
            names=names,
        )
    )


def from_scratch() -> str:
    """What helps whatever is broken in an environment."""
    if ours():
        return _(
            "Delete the folder {path} and install the course anew: `make lab`, or `uv run kfa lab`.",
            path=ROOT / ".venv",
        )
    return _("Make an environment with Python 3.11, 3.12 or 3.13 anew, and install the course there.")


def tensorflow() -> str:
    """The package of TensorFlow for this machine, as pyproject.toml has it."""
    intel = platform.system() == "Linux" and platform.machine() == "x86_64"
    return f"{BACKEND}-cpu>=2.20" if intel or platform.system() == "Windows" else f"{BACKEND}>=2.20"


def setting(name: str, value: object) -> str:
    """How to put one of Keras's settings right, wherever it was set."""
    if name == "backend" and os.environ.get("KERAS_BACKEND"):
        return _("Remove KERAS_BACKEND from the environment, and restart.")
    return _("Write {setting} in {path}, and restart.", setting=f'"{name}": {json.dumps(value)}', path=_file())


def wrong_setting() -> str:
    """How to put right what keeps Keras from starting, where that is a setting; else nothing."""
    if os.environ.get("KERAS_BACKEND") not in (None, "", BACKEND):
        return setting("backend", BACKEND)
    try:
        with open(_file(), encoding="utf-8") as file:
            found = json.load(file)
    except (FileNotFoundError, ValueError):  # Keras passes over what is no JSON
        return ""
    except OSError:
        return _("Rename {path}, which can't be read, and restart.", path=_file())
    if not isinstance(found, dict):
        return _("Rename {path}, which has no settings, and restart.", path=_file())
    for name, value in SETTINGS.items():
        if found.get(name, value) != value:
            return setting(name, value)
    return "" if isinstance(found.get("epsilon", 1e-7), float) else setting("epsilon", 1e-7)


def _file() -> str:
    """Where Keras keeps its settings (keras/src/backend/config.py)."""
    home = os.path.expanduser("~")
    folder = os.environ.get("KERAS_HOME") or os.path.join(home if os.access(home, os.W_OK) else "/tmp", ".keras")
    return os.path.join(folder, "keras.json")


def _command(*arguments: str) -> str:
    """pip of this Python; where it has none, as in uv's environments, uv."""
    pip = (sys.executable, "-m", "pip", "install")
    command = pip if _has_pip() else ("uv", "pip", "install", "--python", sys.executable)
    return shlex.join([*command, *arguments])


def _has_pip() -> bool:
    return importlib.util.find_spec("pip") is not None
