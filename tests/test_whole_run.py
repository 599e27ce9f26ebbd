"""The whole run of the tests fails on what it left behind, and says what this machine lacked."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONFTEST = """
from tests import whole_run
whole_run._GRACE = 0.0

def pytest_configure(config):
    config.pluginmanager.register(whole_run.WholeRun(), "whole-run")
"""
TIDY = """
import tempfile, subprocess, sys
def test_it(tmp_path):
    (tmp_path / "file").write_text("pytest's own folder")
    with tempfile.TemporaryDirectory():
        subprocess.run([sys.executable, "-c", ""], check=True)
"""
FILE = """
import tempfile
def test_it():
    tempfile.mkdtemp(prefix="left-")
"""
# An orphan: nobody but init, or who adopts it, is its parent when the test ends.
ORPHAN = """
import subprocess, sys
def test_it():
    code = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"
    subprocess.run([sys.executable, "-c", code], check=True)
"""
LACKING = """
from tests.needs import Need
def test_it():
    Need("Tests of flying", "there are no wings", "Grow some.").missing()
def test_that():
    test_it()
"""


def run(folder: Path, source: str, **environment: str) -> subprocess.CompletedProcess:
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_sample.py").write_text(source)
    command = [sys.executable, "-m", "pytest", "-q", "--rootdir", str(folder), "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(
        command,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_who_leaves_nothing_passes(tmp_path):
    result = run(tmp_path, TIDY)
    assert result.returncode == 0 and "Left behind" not in result.stdout, result.stdout
    assert "1 tests in" in result.stdout
    assert not list(tmp_path.glob("kfa-tests-*"))


@pytest.mark.parametrize(("source", "told"), [(FILE, "/left-"), (ORPHAN, "time.sleep(600)")], ids=["file", "orphan"])
@pytest.mark.skipif(sys.platform != "linux", reason="Orphans can be adopted on Linux alone.")
def test_what_is_left_behind_fails_the_run(tmp_path, source, told):
    result = run(tmp_path, source)
    assert result.returncode == 1 and "1 passed" in result.stdout
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("Left behind: ")]
    assert told in line
    assert not list(tmp_path.glob("kfa-tests-*"))


def test_what_was_left_out_is_one_sentence(tmp_path):
    result = run(tmp_path, LACKING, CI="false")
    assert result.returncode == 0
    assert "Tests of flying were left out: there are no wings. Grow some. (2 tests)" in result.stdout


def test_ci_lacks_nothing(tmp_path):
    result = run(tmp_path, LACKING, CI="true")
    assert result.returncode == 1 and "there are no wings" in result.stdout
