"""A course of one package with many files, made and installed without a network, for what may befall an installation."""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.processes import PATIENCE, until
from tests.wheels import wheel

ROOT = Path(__file__).resolve().parent.parent
FILES = 1500
OURS = ("tools/__init__.py", "tools/bootstrap.py", "tools/machine.py", "helpers/installation.py")
WHOLE = f"""
import big, little, pathlib
assert len(list(pathlib.Path(big.__file__).parent.glob('*.txt'))) == {FILES}
"""
BACKEND = """
import os
from wheels import wheel
def build_editable(folder, *_more):
    return wheel(folder, "kfa", {"kfa.pth": os.getcwd(), "little.py": ""})
def get_requires_for_build_editable(*_more):
    return []
"""
PROJECT = """
[project]
name = "kfa"
version = "1.0"
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""


class LittleCourse:
    """A folder in which `tools/bootstrap.py lab` can be run, interrupted and run again.

    Args:
        folder: where; it need not exist.
        uv: whether the `uv` of this course works, or leaves all to pip.
    """

    def __init__(self, folder: Path, uv: bool = True) -> None:
        self.no_uv = folder / "no-uv"
        self.folder, self.venv = folder / "course", folder / "course" / ".venv"
        for name in OURS:
            self.folder.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.folder / name)
        (self.folder / "helpers" / "kernel.py").write_text("def register(): pass\n")
        (self.folder / "helpers" / "__init__.py").touch()
        (self.folder / "pyproject.toml").write_text(PROJECT)
        (self.folder / "backend.py").write_text(BACKEND)
        shutil.copy(ROOT / "tests" / "wheels.py", self.folder)
        if not uv:
            self.no_uv.touch()
        wheels = folder / "wheels"
        wheels.mkdir()
        real = shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
        texts = {f"big/{k}.txt": f"{k}\n" * 20 for k in range(FILES)} | {"big/__init__.py": ""}
        made = {
            "uv": wheel(
                wheels,
                "uv",
                {"uv-1.0.data/scripts/uv": f'#!/bin/sh\n[ -e "{self.no_uv}" ] && exit 1\nexec "{real}" "$@"\n'},
            ),
            "big": wheel(wheels, "big", texts),
        }
        (self.folder / "requirements").mkdir()
        for edition in ("lab", "dev"):
            (self.folder / "requirements" / f"{edition}.txt").write_text(
                "".join(
                    f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256((wheels / file).read_bytes()).hexdigest()}\n"
                    for name, file in made.items()
                )
            )
        known = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "UV_", "VIRTUAL_ENV"))}
        links = {"FIND_LINKS": str(wheels), "NO_INDEX": "1"}
        self.environment = known | {f"{tool}_{k}": v for tool in ("PIP", "UV") for k, v in links.items()}
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.environment |= {
            "TMPDIR": str(self.temporary),
            "PIP_CONFIG_FILE": os.devnull,
            "UV_NO_CONFIG": "1",
            "UV_CACHE_DIR": str(folder / "uv"),
        }
        self.environment |= {"PIP_CACHE_DIR": str(folder / "pip"), "PYTHONDONTWRITEBYTECODE": "1"}

    def start(self, edition: str = "lab") -> subprocess.Popen:
        """The bootstrap, as a terminal starts it."""
        return subprocess.Popen(
            [sys.executable, "tools/bootstrap.py", edition],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def run(self, edition: str = "lab") -> tuple[int, str]:
        process = self.start(edition)
        said, _nothing = process.communicate(timeout=PATIENCE)
        return process.returncode, said

    def cut_off(self, reached: Callable[[], bool], number: int) -> tuple[int, str]:
        """Run it, and send a signal to all of it when something has been reached."""
        process = self.start()
        try:
            until(lambda: reached() or process.poll() is not None)
            assert process.poll() is None, process.communicate()[0]
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
        said, _nothing = process.communicate(timeout=PATIENCE)
        return process.returncode, said

    def written(self) -> int:
        """How many files `.venv` has."""
        return sum(len(files) for _folder, _folders, files in os.walk(self.venv))

    def big(self) -> Path:
        """The folder of the package with many files."""
        return self.venv / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages" / "big"

    def half(self) -> bool:
        """Whether half of those files are there."""
        return self.big().exists() and len(os.listdir(self.big())) > FILES // 2

    def works(self) -> bool:
        """Whether all is there, and nothing else of ours."""
        left = {"tmp", "kfa-unfinished"} & set(os.listdir(self.venv)) or os.listdir(self.temporary)
        return not left and subprocess.run([self.venv / "bin" / "python", "-c", WHOLE]).returncode == 0
