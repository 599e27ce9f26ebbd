"""The doctor's advice, followed word by word: afterwards nothing is left to fix."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import doctor, installation, remedies
from helpers.errors import CourseError
from tests.processes import PATIENCE

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {
    "backend": '{"backend": "torch"}',
    "nonsense": '{"backend": "no such thing"}',
    "floatx": '{"floatx": "float16"}',
    "no floatx": '{"floatx": "float13"}',
    "images": '{"image_data_format": "channels_first", "backend": "tensorflow"}',
    "epsilon": '{"epsilon": "small"}',
    "several": '{"floatx": 7, "backend": "jax", "epsilon": 1}',
    "no settings": "[]",
}


def follow(advice: str, folder: Path, environment: dict[str, str]) -> None:
    """Do what a FIX says, and nothing else, in a course's folder."""
    if found := re.search(r'Write "(\w+)": (.*) in (.*), and restart\.', advice):
        name, value, path = found.groups()
        settings = json.loads(Path(path).read_text()) if Path(path).exists() else {}
        Path(path).write_text(json.dumps(settings | {name: json.loads(value)}))
    elif found := re.search(r"Rename (.*?), which", advice):
        os.rename(found[1], found[1] + ".old")
    elif found := re.search(r"(?:Remove (\w+)|(\w+) is set, .* Remove it) from the environment", advice):
        del environment[found[1] or found[2]]
    elif "Set KFA_HOME to a folder that you may write to" in advice:
        environment["KFA_HOME"] = str(folder / "a home")
    elif found := re.search(r"`(git checkout .*?)` in the course's folder", advice):
        subprocess.run(shlex.split(found[1]), cwd=folder, check=True)
    elif found := re.search(r"(?:Delete the folder (.*?) and i|I)nstall the course anew: `make lab`", advice):
        if found[1]:
            shutil.rmtree(found[1])
        until_it_serves(["make", "lab"], folder, environment)
    elif "`kfa lab` does it when it starts" in advice:
        until_it_serves([".venv/bin/kfa", "lab"], folder, environment)
    else:
        pytest.fail(advice)


def until_it_serves(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    said = []
    try:
        assert any("token=" in line for line in process.stdout if not said.append(line)), "".join(said)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=PATIENCE)


# Settings of Keras


@pytest.fixture
def keras_home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    return tmp_path


@pytest.mark.parametrize("fault", SETTINGS)
def test_every_wrong_setting_is_named_until_none_is_left(keras_home, fault):
    (keras_home / "keras.json").write_text(SETTINGS[fault])
    for _k in range(4):
        advice = remedies.wrong_setting()
        if not advice:
            break
        follow(advice, keras_home, {})
    else:
        pytest.fail(advice)
    if (keras_home / "keras.json").exists():
        assert (
            json.loads((keras_home / "keras.json").read_text()).items()
            <= {
                **remedies.SETTINGS,
                "epsilon": 1e-7,
            }.items()
        )
    assert fault in ("no settings",) or _k


def test_what_keras_passes_over_is_no_fault(keras_home):
    assert remedies.wrong_setting() == ""
    (keras_home / "keras.json").write_text("backend = torch")
    assert remedies.wrong_setting() == ""


def test_a_backend_from_the_environment_is_named_first(keras_home, monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    assert "Remove KERAS_BACKEND" in remedies.wrong_setting()


def test_a_training_that_is_cut_short_is_a_fault(monkeypatch):
    monkeypatch.setenv("KERAS_MAX_EPOCHS", "1")
    line = sys.modules["helpers.doctor"]._backend()
    assert line.status == "FIX" and "KERAS_MAX_EPOCHS" in line.text


def test_a_tensorflow_in_halves_is_no_matter_of_settings(keras_home, monkeypatch):
    """`tensorflow.python` is missing, not the backend that somebody chose."""
    remedy = sys.modules["helpers.doctor"]._remedy
    for name in ("tensorflow", "tensorflow.python"):
        assert "keras.json" not in remedy(ModuleNotFoundError(f"No module named {name!r}", name=name))


# What is missing


@pytest.fixture
def lost(tmp_path, monkeypatch) -> Path:
    """An environment in which a package has no record."""
    folder = tmp_path / "keras-3.15.1.dist-info"
    folder.mkdir()
    monkeypatch.setattr(installation, "folders", lambda: [str(folder)])
    return folder


def test_what_is_missing_is_named_with_what_brings_it_back(lost, monkeypatch):
    assert "missing from keras, as" in remedies.whole()
    monkeypatch.setattr(remedies, "ours", lambda: True)
    assert remedies.whole().endswith("Install the course anew: `make lab`, or `uv run kfa lab`.")
    monkeypatch.setattr(remedies, "ours", lambda: False)
    monkeypatch.setattr(remedies, "_has_pip", lambda: True)
    assert "-m pip install --ignore-installed --no-deps keras==3.15.1`" in remedies.whole()
    monkeypatch.setattr(remedies, "_has_pip", lambda: False)
    assert f"uv pip install --python {sys.executable} --reinstall --no-deps keras==3.15.1`" in remedies.whole()
    assert f"uv pip install --python {sys.executable} --upgrade 'keras>=3.12'" in remedies.again("keras>=3.12")
    lines = repr(doctor()).splitlines()
    assert [line for line in lines if "missing from keras" in line] == [lines[1]] and "[ FIX ]" in lines[1]


def test_a_course_that_lacks_something_does_not_begin(lost, monkeypatch):
    monkeypatch.delenv("UV", raising=False)
    with pytest.raises(CourseError, match="missing from keras"):
        remedies.refuse_what_is_incomplete()
    assert lost.exists()
    monkeypatch.setattr(remedies, "ours", lambda: True)
    with pytest.raises(CourseError, match="make lab"):
        remedies.refuse_what_is_incomplete()
    assert lost.exists()
    monkeypatch.setenv("UV", "/usr/bin/uv")  # `uv run` installs what has no record
    with pytest.raises(CourseError, match="Run the same command again"):
        remedies.refuse_what_is_incomplete()
    assert not lost.exists()


def test_a_command_that_can_not_even_be_loaded_says_what_is_missing(tmp_path):
    """Of the packages that `kfa` itself needs."""
    code = (
        "import sys; sys.modules['typer'] = None\nfrom helpers import installation\n"
        f"installation.folders = lambda: ['{tmp_path}/typer-1.0.dist-info']\n"
        "from autograder.cli import main; sys.exit(main(['progress']))"
    )
    (tmp_path / "typer-1.0.dist-info").mkdir()
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert said.returncode == 2 and said.stderr.startswith("Files are missing from typer") and not said.stdout
    (tmp_path / "typer-1.0.dist-info").rmdir()
    assert (
        "ModuleNotFoundError"
        in subprocess.run(
            [sys.executable, "-c", code.replace(f"['{tmp_path}/typer-1.0.dist-info']", "[]")],
            cwd=ROOT,
            capture_output=True,
            text=True,
        ).stderr
    )


# All of it, with an environment of its own


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Iterator[Path]:
    """A clone of the course, installed."""
    folder = tmp_path_factory.mktemp("course") / "kfa"
    subprocess.run(["git", "clone", "--quiet", "--local", str(ROOT), str(folder)], check=True)
    subprocess.run([sys.executable, "tools/bootstrap.py", "lab"], cwd=folder, check=True, capture_output=True)
    yield folder


def site(course: Path) -> Path:
    (found,) = (course / ".venv" / "lib").glob("python*/site-packages")
    return found


def _same_size(path: Path) -> None:
    """Other bytes, in a file of its own: what uv installs is one with what it keeps for all other environments."""
    size = path.stat().st_size
    path.unlink()
    path.write_bytes(b"%" * size)


def _home(course: Path, environment: dict[str, str]) -> None:
    (course / "a file").touch()
    environment["KFA_HOME"] = str(course / "a file" / "home")


FAULTS = {
    "no tensorflow.python": lambda course, env: shutil.rmtree(site(course) / "tensorflow" / "python"),
    "no keras": lambda course, env: [shutil.rmtree(path) for path in site(course).glob("keras*")],
    "no tensorflow": lambda course, env: [shutil.rmtree(path) for path in site(course).glob("tensorflow*")],
    "no record": lambda course, env: next(site(course).glob("numpy-*.dist-info/RECORD")).unlink(),
    "other bytes": lambda course, env: _same_size(site(course) / "tensorflow" / "__init__.py"),
    "no psutil": lambda course, env: _same_size(site(course) / "psutil" / "__init__.py"),
    "no kernel": lambda course, env: shutil.rmtree(course / ".venv" / "share" / "jupyter" / "kernels" / "kfa"),
    "data": lambda course, env: next((course / "helpers" / "datasets" / "pack").rglob("*.npz")).write_bytes(b"x"),
    "data gone": lambda course, env: shutil.rmtree(course / "helpers" / "datasets" / "pack"),
    "home": _home,
    "KERAS_BACKEND": lambda course, env: env.update(KERAS_BACKEND="torch"),
    "KERAS_MAX_EPOCHS": lambda course, env: env.update(KERAS_MAX_EPOCHS="1"),
    "KERAS_MAX_STEPS_PER_EPOCH": lambda course, env: env.update(KERAS_MAX_STEPS_PER_EPOCH="x"),
}
FAULTS |= {
    name: lambda course, env, text=text: Path(env["KERAS_HOME"], "keras.json").write_text(text)
    for name, text in SETTINGS.items()
}


@pytest.mark.skipif(os.name != "posix", reason="`make lab` is the way on Linux and macOS.")
@pytest.mark.skipif(
    not os.environ.get("KFA_INDEX"), reason="Installs from the package index: a weekly job does, with KFA_INDEX=1."
)
@pytest.mark.thorough("installs from the package index; each piece of advice alone is among the quick tests")
@pytest.mark.parametrize("fault", FAULTS)
def test_the_doctors_advice_works_as_it_stands(course, tmp_path, fault):
    known = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE", "UV_CACHE_DIR")
    environment = {name: value for name, value in os.environ.items() if name in known or name.startswith("PIP_")}
    environment |= {"KERAS_HOME": str(tmp_path), "KFA_HOME": str(tmp_path / "home"), "KFA_LANG": "en"}
    FAULTS[fault](course, environment)
    found = [_faults(course, environment)]
    while found[-1] and len(found) < 5:
        follow(found[-1][0], course, environment)
        found.append(_faults(course, environment))
    assert found[0] and not found[-1], found


def _faults(course: Path, environment: dict[str, str]) -> list[str]:
    """What the doctor wants to have fixed."""
    said = subprocess.run(
        [".venv/bin/kfa", "doctor"], cwd=course, env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert "Traceback" not in said.stderr, said.stderr
    advice = [line for line in said.stdout.splitlines() if line.startswith("[ FIX ]")]
    assert bool(advice) == bool(said.returncode), said
    return advice
