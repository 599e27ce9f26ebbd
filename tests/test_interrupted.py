"""An installation that is interrupted, damaged, moved or done twice at once: the same command makes it whole."""

import json
import os
import random
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpers import installation
from tests.little_course import LittleCourse
from tests.processes import PATIENCE, until
from tests.wheels import wheel
from tools import bootstrap

pytestmark = pytest.mark.skipif(os.name != "posix", reason="On Windows uv alone installs the course.")
ROOT = Path(__file__).resolve().parent.parent
MOMENTS = random.Random(20)
SEEDED = [
    (uv, name, round(MOMENTS.random(), 3)) for _k in range(5) for uv in (True, False) for name in ("SIGINT", "SIGKILL")
]


def cut_off(course: LittleCourse, reached: Callable[[], bool], name: str) -> None:
    code, said = course.cut_off(reached, getattr(signal, name))
    assert code and "Traceback" not in said, said
    assert ("Run the same command again" in said and "再运行一次" in said) == (name == "SIGINT"), said


def goes_on(course: LittleCourse) -> None:
    code, said = course.run()
    assert code == 0 and course.works(), said


@pytest.mark.thorough("two installations of a small course; what a whole package is, is tested below")
def test_what_was_interrupted_among_the_files_of_a_package_is_made_again(tmp_path):
    """Uv by a KILL, then pip by Ctrl-C."""
    course = LittleCourse(tmp_path)
    cut_off(course, course.half, "SIGKILL")
    course.no_uv.touch()
    first = course.big().stat().st_ino
    cut_off(course, lambda: course.half() and course.big().stat().st_ino != first, "SIGINT")
    goes_on(course)


@pytest.mark.thorough("twenty moments of an installation; what a whole package is, is tested below")
@pytest.mark.parametrize(("uv", "name", "moment"), SEEDED)
def test_an_installation_that_is_interrupted_at_any_moment_is_made_again(tmp_path, uv, name, moment):
    (tmp_path / "whole").mkdir()
    whole = LittleCourse(tmp_path / "whole", uv)
    goes_on(whole)
    course = LittleCourse(tmp_path, uv)
    cut_off(course, lambda: course.written() >= moment * whole.written(), name)
    goes_on(course)


@pytest.mark.thorough("makes an environment twice; what it follows from is tested below")
def test_what_is_lost_later_comes_back_and_a_folder_that_was_moved_gets_an_environment_of_its_own(tmp_path):
    course = LittleCourse(tmp_path)
    goes_on(course)
    (course.big() / "7.txt").unlink()
    goes_on(course)
    course.folder.rename(tmp_path / "other")
    course.folder, course.venv = tmp_path / "other", tmp_path / "other" / ".venv"
    goes_on(course)
    assert (course.venv / "bin" / "pip").read_text().startswith(f"#!{course.venv}")


# What is whole


@pytest.fixture
def package(tmp_path) -> Path:
    """The metadata folder of an installed package."""
    name = wheel(tmp_path, "big", {"big/a.py": "a = 1\n", "big/b.py": "b = 2\n"})
    with zipfile.ZipFile(tmp_path / name) as archive:
        archive.extractall(tmp_path / "site-packages")
    return tmp_path / "site-packages" / "big-1.0.dist-info"


FAULTS = {
    "missing": lambda p: (p.parent / "big" / "a.py").unlink(),
    "short": lambda p: (p.parent / "big" / "a.py").write_text("a"),
    "no metadata": lambda p: (p / "METADATA").unlink(),
    "empty metadata": lambda p: (p / "METADATA").write_text(""),
    "no record": lambda p: (p / "RECORD").unlink(),
    "a record cut within a letter": lambda p: (p / "RECORD").write_bytes("big/b.py,sha256=x,6\n图".encode()[:-1]),
    "a record of something else": lambda p: (p / "RECORD").write_text("one\n"),
}


def test_a_package_with_all_its_files_is_whole(package):
    assert installation.whole(str(package))
    (package.parent / "big" / "a.py").write_text("a = 1  # looked into by somebody\n")
    assert installation.whole(str(package))
    assert installation.requirement(str(package)) == "big==1.0"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_package_that_lacks_something_is_not(package, fault):
    FAULTS[fault](package)
    assert not installation.whole(str(package))


def test_what_another_installer_looks_after_needs_no_record(package):
    (package / "RECORD").unlink()
    (package / "INSTALLER").write_text("conda\n")
    assert installation.whole(str(package))


def test_this_environment_is_whole():
    assert installation.broken() == []
    command = [sys.executable, "-I", ROOT / "helpers" / "installation.py"]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert found["python"] == list(sys.version_info[:2]) and found["broken"] == [] and len(found["packages"]) > 100


# Two at once

DRIVER = """
import sys
from tools import bootstrap
from pathlib import Path
folder = Path(sys.argv[1])
bootstrap.VENV = str(folder)
for name in ("STAMP", "UNFINISHED", "LOCK", "TEMPORARY"):
    setattr(bootstrap, name, str(folder / name.lower()))
bootstrap.PYTHON = sys.executable
bootstrap.check_machine = lambda *_all: None
bootstrap.make_venv = lambda _python: []
def install(_edition, _pip):
    with open(folder.parent / "installed", "a") as file:
        file.write("x")
    bootstrap.run(["/bin/sh", "-c", "while [ ! -e ../go ]; do sleep 0.05; done"]) if len(sys.argv) > 2 else None
bootstrap.install = install
bootstrap.ROOT = str(folder)
bootstrap.key_of = lambda _edition: "key"
bootstrap.look = lambda: {"python": [3, 11], "packages": [], "broken": []}
sys.exit(bootstrap.main(["lab"]))
"""


@contextmanager
def driver(folder: Path, *more: str) -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-c", DRIVER, folder, *more]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        yield process


@pytest.mark.parametrize("killed", [False, True], ids=["at work", "killed, but not its installer"])
def test_a_second_installation_waits_for_the_first(tmp_path, killed):
    """An installer that outlives the command that started it would write among the files of the next one."""
    folder, begun = tmp_path / "venv", tmp_path / "installed"
    folder.mkdir()
    try:
        with driver(folder, "waits") as first:
            until(lambda: begun.exists() and begun.read_text())
            if killed:
                first.kill()
                first.stderr.close()
                first.wait()
            with driver(folder) as second:
                assert "Waiting for another installation" in second.stderr.readline()
                assert begun.read_text() == "x" and second.poll() is None
                (tmp_path / "go").touch()
                assert second.wait(PATIENCE) == 0
                assert begun.read_text() == ("xx" if killed else "x")
    finally:
        (tmp_path / "go").touch()
    assert sorted(os.listdir(folder)) == ["lock", "stamp"]


# What an installation finds


@pytest.fixture
def found(tmp_path, monkeypatch) -> dict:
    """What an environment holds, and a stamp that says so."""
    now = {"python": [3, 11], "packages": ["keras-3.15.1.dist-info"], "broken": []}
    for name, file in {"VENV": "", "STAMP": "stamp", "UNFINISHED": "unfinished", "LOCK": "lock"}.items():
        monkeypatch.setattr(bootstrap, name, str(tmp_path / file).rstrip("/"))
    monkeypatch.setattr(bootstrap, "look", lambda: now)
    bootstrap.remember("lab")
    (tmp_path / "site-packages").mkdir()
    (tmp_path / "lock").touch()
    return now


@pytest.mark.parametrize("change", ["moved", "another Python", "no Python", "cut off", "no pip"])
def test_what_can_not_be_mended_is_emptied(found, tmp_path, monkeypatch, change):
    if change == "moved":
        monkeypatch.setattr(bootstrap, "ROOT", "/elsewhere")
    elif change == "no Python":
        monkeypatch.setattr(bootstrap, "look", lambda: None)
    elif change == "another Python":
        found["python"] = [3, 12]
    else:
        found["broken"] = [str(tmp_path / ("pip-1.dist-info" if change == "no pip" else "big-1.dist-info"))]
    bootstrap.prepare(change == "cut off")
    assert os.listdir(tmp_path) == ["lock"]


def test_of_what_was_damaged_the_record_is_removed_and_the_rest_stays(found, tmp_path):
    lost = tmp_path / "site-packages" / "big-1.dist-info"
    lost.mkdir()
    found["broken"] = [str(lost)]
    assert not bootstrap.installed("lab")
    bootstrap.prepare(False)
    assert not lost.exists() and sorted(os.listdir(tmp_path)) == ["lock", "site-packages", "stamp"]


def test_an_installation_that_was_interrupted_before_it_changed_anything_keeps_all(found, tmp_path):
    """An update, say, that waited for a network."""
    (tmp_path / "unfinished").touch()
    assert not bootstrap.installed("lab")
    bootstrap.prepare(True)
    assert (tmp_path / "site-packages").exists()


def test_files_that_are_missing_after_an_installation_are_told(found, capsys):
    found["broken"] = ["/site-packages/keras-3.15.1.dist-info"]
    with pytest.raises(bootstrap.Unfit, match=r"files are missing \(keras-3\.15\.1\.dist-info\)") as told:
        bootstrap.remember("lab")
    assert "仍缺少文件" in str(told.value)


def test_a_folder_that_can_not_be_written_is_told(monkeypatch, capsys, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path / "file" / ".venv"))
    monkeypatch.setattr(bootstrap, "STAMP", str(tmp_path / "none"))
    monkeypatch.setattr(bootstrap, "check_machine", lambda *_all: None)
    assert bootstrap.main(["lab"]) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said and "Mend this" in said and "请先解决" in said
