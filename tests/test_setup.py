"""Set-up: one list of dependencies, one lock, and a sentence where the machine is unfit."""

import ast
import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from helpers import kernel
from tools import bootstrap, lock
from tools import machine as needed

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {name: (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8") for name in ("lab", "dev")}
CONDA = (ROOT / "environment.yml").read_text(encoding="utf-8")
EXTRAS = PROJECT["project"]["optional-dependencies"]
BUILD = PROJECT["dependency-groups"]["build"]
SYSTEMS = [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"), ("win32", "AMD64")]


def direct(*extras: str) -> list[Requirement]:
    lines = [*PROJECT["project"]["dependencies"], *(line for extra in extras for line in EXTRAS[extra])]
    return [Requirement(line) for line in lines]


EDITIONS = {
    "lab": [*direct("cpu", "classroom"), *map(Requirement, BUILD)],
    "dev": [*direct("cpu", "classroom", "dev"), *map(Requirement, BUILD)],
}


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_lock_pins_every_dependency_as_pyproject_allows(edition):
    pins = lock.pins(LOCKS[edition])
    for wanted in EDITIONS[edition]:
        found = [pin for pin in pins if pin.name == wanted.name]
        assert found, f"{wanted} is not in requirements/{edition}.txt"
        assert all(next(iter(pin.specifier)).version in wanted.specifier for pin in found), wanted


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_package_of_the_lock_has_hashes_and_no_address(edition):
    blocks = re.findall(r"^\S.*(?:\n +.*)*", LOCKS[edition], re.MULTILINE)
    assert len(blocks) == len(lock.pins(LOCKS[edition])) > 100
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in LOCKS[edition]


def test_what_the_tests_need_contains_what_a_learner_has():
    there = {str(pin) for pin in lock.pins(LOCKS["dev"])}
    for pin in lock.pins(LOCKS["lab"]):
        # a maintainer may need on each Python what a learner needs on some
        everywhere = str(pin).partition(";")[0].strip()
        assert {str(pin), everywhere} & there, pin


def test_the_two_tensorflows_exclude_each_other_on_every_system():
    one, other = (next(r for r in direct("cpu") if r.name == name) for name in ("tensorflow-cpu", "tensorflow"))
    for platform, machine in SYSTEMS:
        there = {"sys_platform": platform, "platform_machine": machine}
        assert one.marker.evaluate(there) != other.marker.evaluate(there), there


def test_conda_lists_every_dependency_at_its_locked_version():
    names = {wanted.name for wanted in direct("cpu", "classroom", "dev")}
    expected = [pin for pin in lock.pins(LOCKS["dev"]) if pin.name in names]
    for platform, machine in SYSTEMS:
        for python in ("3.11.2", "3.12.0", "3.13.5"):
            there = {"sys_platform": platform, "platform_machine": machine, "python_full_version": python}
            assert installed_there(lock.pins(CONDA), there) == installed_there(expected, there), there


def installed_there(pins: list[Requirement], there: dict[str, str]) -> list[str]:
    return sorted(f"{pin.name}{pin.specifier}" for pin in pins if not pin.marker or pin.marker.evaluate(there))


def test_conda_reads_as_it_should():
    conda = yaml.safe_load(CONDA)
    by_pip = conda["dependencies"][-1]["pip"]
    assert by_pip[0] == "-e ."
    assert {Requirement(line).name for line in by_pip[1:]} == {r.name for r in direct("cpu", "classroom", "dev")}
    python = next(line for line in conda["dependencies"] if str(line).startswith("python"))
    assert python == "python" + PROJECT["project"]["requires-python"]


def test_conda_says_why_each_line_is_there_in_both_languages():
    lines = [line for line in CONDA.splitlines() if re.match(r" +- (?!pip:)", line)]
    assert len(lines) > 25
    assert [line for line in lines if not re.search(r"  # .+ / .*[\u4e00-\u9fff]", line)] == []


def test_renewing_conda_keeps_everything_but_versions():
    old = CONDA.replace("keras==", "keras==0.").replace("numpy==2", "numpy==1")
    assert old != CONDA
    assert lock.with_pins(old, lock.pins(LOCKS["dev"])) == CONDA
    with pytest.raises(lock.LockError, match=r"environment\.yml"):
        lock.with_pins("      - nosuch==1.0  # why\n", lock.pins(LOCKS["dev"]))


# Whether the lock is what pyproject.toml resolves to is asked every week (`make lock ARGS=--check`), not by a test:
# the answer follows the package index.


@pytest.fixture
def index(tmp_path, monkeypatch):
    """What the package index would answer, and a copy of the locked files."""
    (tmp_path / "requirements").mkdir()
    for name, text in LOCKS.items():
        (tmp_path / "requirements" / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "environment.yml").write_text(CONDA, encoding="utf-8")
    monkeypatch.setattr(lock, "ROOT", tmp_path)
    answer = dict(LOCKS)
    monkeypatch.setattr(lock, "resolve", lambda: answer)
    return answer


def files(folder: Path) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}


def test_a_lock_that_holds_is_said_to_hold(index, capsys):
    assert lock.main(["--check"]) == 0
    assert capsys.readouterr().out == "The lock is what pyproject.toml resolves to.\n"


def test_the_lines_of_a_lock_that_does_not_hold_are_listed_and_nothing_changes(index, capsys, tmp_path):
    [keras] = [pin for pin in lock.pins(LOCKS["dev"]) if pin.name == "keras"]
    index["dev"] = LOCKS["dev"].replace(f"{keras} ", "keras==99.0 ")
    before = files(tmp_path)
    assert lock.main(["--check"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line for line in told if line.startswith("dev.txt")] == [
        f"dev.txt: -{keras} \\",
        "dev.txt: +keras==99.0 \\",
    ]
    conda = [line for line in told if line.startswith("environment.yml")]
    assert [re.search(r"[+-] +- keras==[\d.]+", line)[0].split("- ")[-1] for line in conda] == [
        str(keras),
        "keras==99.0",
    ]
    assert told[-1] == "Run `make lock`."
    assert files(tmp_path) == before


def test_other_files_of_the_same_version_are_a_difference(index, capsys):
    index["lab"] = LOCKS["lab"].replace("--hash=sha256:", "--hash=sha256:0", 2)
    assert lock.main(["--check"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "lab.txt: 4 lines of hashes"


def test_an_index_that_does_not_answer_is_told(index, capsys, monkeypatch):
    monkeypatch.setattr(lock, "resolve", lambda: _raise(lock.LockError("dns error")))
    assert lock.main(["--check"]) == 2
    assert "dns error" in capsys.readouterr().err


def test_the_lock_is_written_as_it_was_checked(index, tmp_path, capsys):
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    index["lab"] += "new==1.0 \\\n    --hash=sha256:0\n"
    assert lock.main([]) == 0
    assert lock.main(["--check"]) == 0
    assert "lab.txt: " in capsys.readouterr().out


def test_the_weekly_job_asks_what_make_knows_and_never_on_a_push():
    weekly = yaml.safe_load((ROOT / ".github" / "workflows" / "weekly.yml").read_text(encoding="utf-8"))
    assert set(weekly[True]) == {"schedule", "workflow_dispatch"}  # YAML 1.1 reads `on` so
    commands = [step["run"] for job in weekly["jobs"].values() for step in job["steps"] if "run" in step]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [command.split()[1] for command in commands if command.startswith("make ")]
    assert targets == ["lock", "dev", "keras", "dev"]
    assert all(re.search(rf"(?m)^{target}:", makefile) for target in targets)


# The bootstrap


@pytest.mark.parametrize("version", [(3, 6), (3, 10), (3, 14), (4, 0)])
def test_an_unfit_python_is_told_in_both_languages(version, monkeypatch):
    monkeypatch.setattr(needed.shutil, "which", lambda name: None)
    with pytest.raises(needed.Unfit, match=r"needs Python 3\.11, 3\.12 or 3\.13") as told:
        needed.find_python("/usr/bin/python3", version)
    assert "需要 Python 3.11、3.12 或 3.13" in str(told.value)
    assert f"{version[0]}.{version[1]}" in str(told.value)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_a_fit_python_is_taken(version):
    assert needed.find_python("/usr/bin/python3", version) == "/usr/bin/python3"


def test_beside_an_unfit_python_a_fit_one_is_found(tmp_path, monkeypatch):
    """The first on PATH that runs and is what its name says; a shim without a Python behind it is passed over."""
    script = "#!/bin/sh\n{}\n"
    for name, body in {"python3.12": "exit 127", "python3.13": "echo 3 10", "python3.11": "echo 3 11"}.items():
        (tmp_path / name).write_text(script.format(body))
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    if os.name == "posix":
        assert needed.find_python("python3", (3, 10)) == str(tmp_path / "python3.11")


def test_the_whole_command_with_an_unfit_python(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "installed", lambda edition: False)
    monkeypatch.setattr(bootstrap, "find_python", lambda: _raise(bootstrap.Unfit("No.", "不行。")))
    assert bootstrap.main(["lab"]) == 2
    assert capsys.readouterr().err == "\nNo.\n不行。\n"


def _raise(error):
    raise error


@pytest.mark.parametrize("name", ["__init__", "bootstrap", "machine"])
def test_the_bootstrap_can_be_read_by_old_pythons(name):
    ast.parse((ROOT / "tools" / f"{name}.py").read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize(
    ("system", "machine", "libc"),
    [("Darwin", "x86_64", ""), ("Windows", "ARM64", ""), ("Linux", "riscv64", "glibc"), ("Linux", "x86_64", "musl")],
)
def test_a_machine_without_tensorflow_is_told(system, machine, libc):
    with pytest.raises(needed.Unfit, match="TensorFlow"):
        needed.check_machine(ROOT, system, machine, libc, free=100.0)


@pytest.mark.parametrize(("system", "machine"), sorted(needed.MACHINES))
def test_a_machine_with_tensorflow_passes(system, machine):
    needed.check_machine(ROOT, system, machine, "glibc", free=100.0)


def test_a_full_disk_is_told():
    with pytest.raises(needed.Unfit, match=r"0\.5 GB are free"):
        needed.check_machine(ROOT, "Linux", "x86_64", "glibc", free=0.5)


@pytest.mark.parametrize(
    "said",
    [
        b"WARNING: Retrying (Retry(total=1)) after connection broken by 'NewConnectionError: name resolution'",
        b"ERROR: Could not find a version that satisfies the requirement uv==1 (from versions: none)",
    ],
)
def test_no_network_is_told(said, tmp_path, monkeypatch):
    result = subprocess.CompletedProcess([], 1, stdout=said)
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path))
    monkeypatch.setattr(bootstrap.subprocess, "run", lambda *args, **options: result)
    with pytest.raises(needed.Unfit, match="no network"):
        bootstrap.install_uv(["pip"], str(ROOT / "requirements" / "lab.txt"))
    assert re.fullmatch(r"uv==\S+ \\\n( +--hash=sha256:\w+( \\)?\n)+", (tmp_path / "uv.txt").read_text())


@pytest.fixture
def installation(tmp_path, monkeypatch):
    """A `.venv` that says it is complete."""
    site = tmp_path / "lib" / "python3.11" / "site-packages"
    (site / "keras-3.15.1.dist-info").mkdir(parents=True)
    for name, file in {"VENV": "", "STAMP": "stamp.json", "UNFINISHED": "unfinished"}.items():
        monkeypatch.setattr(bootstrap, name, str(tmp_path / file))
    now = {"python": [3, 11], "broken": []}
    monkeypatch.setattr(bootstrap, "look", lambda: now | {"packages": sorted(os.listdir(site))})
    return site


def test_a_second_run_does_nothing_until_something_changed(installation, monkeypatch):
    assert not bootstrap.installed("lab")
    bootstrap.remember("lab")
    assert bootstrap.installed("lab")
    assert not bootstrap.installed("dev")
    (installation / "added_by_hand-1.0.dist-info").mkdir()
    assert bootstrap.installed("lab")
    monkeypatch.setattr(bootstrap, "key_of", lambda edition: "changed")
    assert not bootstrap.installed("lab")


def test_what_the_tests_need_serves_a_learner_too(installation):
    bootstrap.remember("dev")
    assert bootstrap.installed("dev")
    assert bootstrap.installed("lab")


def test_a_package_taken_away_is_noticed(installation):
    bootstrap.remember("lab")
    (installation / "keras-3.15.1.dist-info").rmdir()
    assert not bootstrap.installed("lab")


@pytest.mark.parametrize(
    "damage", ["", "[]", "{}", '{"editions": 3, "packages": []}', '{"editions": {}, "packages": 3}']
)
def test_a_damaged_stamp_means_anew(installation, damage):
    Path(bootstrap.STAMP).write_text(damage)
    assert not bootstrap.installed("lab")


# The command line


def kfa(*arguments: str, **env: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "autograder.cli", *arguments]
    known = {key: value for key, value in os.environ.items() if key not in ("KFA_LANG", "KFA_PORT", "LC_ALL", "LANG")}
    return subprocess.run(
        command, cwd=ROOT, env={**known, "PYTHONUTF8": "1", **env}, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["fly"], "kfa has no command 'fly'"),
        (["check"], "Which notebook?"),
        (["check", "nowhere.ipynb"], "There is no file nowhere.ipynb"),
        (["check", "pyproject.toml"], "pyproject.toml is not a notebook"),
        (["lab", "--port", "http"], "'http' is not a port"),
        (["lab", "--port", "70000"], "'70000' is not a port"),
        (["class", "init"], "Which folder?"),
        (["class", "init", "README.md/course"], "README.md/course"),
        (["class", "fly"], "has no command 'fly'"),
        (["doctor", "--lang", "de"], "The course has no language 'de'"),
        (["doctor", "--lang"], "The course has no language ''"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(arguments, sentence):
    result = kfa(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "env"),
    [
        (["--lang", "zh", "--help"], {}),
        (["--help", "--lang=zh"], {}),
        (["--help"], {"KFA_LANG": "zh"}),
        (["--help"], {"LANG": "zh_CN.UTF-8"}),
    ],
)
def test_help_in_chinese(arguments, env):
    result = kfa(*arguments, **env)
    assert result.returncode == 0, result.stderr
    assert re.search(r"doctor +\S*[\u4e00-\u9fff]", result.stdout)


def test_help_in_english_lists_every_command():
    result = kfa("--help", KFA_LANG="en")
    for command in ("lab", "reset", "doctor", "progress", "check", "build"):
        assert re.search(rf"^  {command} +[A-Z]", result.stdout, re.MULTILINE)


def test_a_port_in_use_is_told():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        result = kfa("lab", "--no-browser", KFA_PORT=str(server.getsockname()[1]), KFA_LANG="en")
    assert result.returncode == 2
    assert "is in use" in result.stderr


def test_the_kernel_is_quiet_and_is_this_python(tmp_path):
    folder = kernel.register(str(tmp_path))
    text = (folder / "kernel.json").read_text(encoding="utf-8")
    assert '"TF_CPP_MIN_LOG_LEVEL": "3"' in text
    assert '"TF_ENABLE_ONEDNN_OPTS": "0"' in text
    assert '"display_name": "Keras functional API (kfa)"' in text
    (folder / "kernel.json").write_text(text.replace(sys.executable, "/another/python"))
    assert not kernel.registered(str(tmp_path))
    kernel.register(str(tmp_path))
    assert kernel.registered(str(tmp_path))
