"""What a killed grader leaves in the temporary folder goes when the next one begins; what lives is left alone."""

import os
import subprocess
import sys
import tempfile

import pytest

from autograder.sandbox import own_folder
from autograder.sandbox.own_folder import OwnFolder
from tests.processes import PATIENCE

pytestmark = pytest.mark.skipif(own_folder.fcntl is None, reason="Folders have no owners on Windows.")
OWNER = """
import sys
from autograder.sandbox.own_folder import OwnFolder
made = OwnFolder()
(made.path / "data").write_text("x")
print(made.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A temporary folder for this test, here and in what it starts."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def owner():
    process = subprocess.Popen([sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate(timeout=PATIENCE)


def test_it_goes_with_its_owner(place):
    made = OwnFolder()
    assert made.path.parent == place and made.path.is_dir()
    made.close()
    assert list(place.iterdir()) == []
    made.close()  # once more is no fault


def test_what_a_killed_one_left_is_removed_by_the_next(place, owner):
    left = owner.stdout.readline().strip()
    owner.kill()
    owner.wait()
    assert os.listdir(left) == ["data"]
    OwnFolder().close()
    assert list(place.iterdir()) == []


def test_what_has_a_living_owner_stays(place, owner):
    left = owner.stdout.readline().strip()
    OwnFolder().close()
    assert os.listdir(left) == ["data"]


def test_one_that_is_just_being_made_stays_for_a_moment(place, monkeypatch):
    (place / "kfa-new-abc").mkdir()
    own_folder.sweep()
    assert (place / "kfa-new-abc").exists()
    monkeypatch.setattr(own_folder, "_MOMENT", -1.0)
    own_folder.sweep()
    assert not (place / "kfa-new-abc").exists()


def test_what_is_not_ours_stays(place):
    """Other names, a file, a link to somebody's folder, and, where root can make one, another user's folder."""
    other = place / "other"
    (other / "kept").mkdir(parents=True)
    (place / "kfa-worker-file").write_text("x")
    (place / "kfa-worker-link").symlink_to(other)
    foreign = place / "kfa-worker-foreign"
    if os.getuid() == 0:
        foreign.mkdir()
        os.chown(foreign, 65534, 65534)
    own_folder.sweep()
    assert (other / "kept").exists() and (place / "kfa-worker-file").exists() and (place / "kfa-worker-link").exists()
    assert foreign.exists() == (os.getuid() == 0)
