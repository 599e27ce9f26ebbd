"""What lies in a working folder, a home, or beside a notebook is no program of ours, whatever its name."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from autograder import classroom
from helpers import isolated, kernel, lab
from helpers.workspace import Workspace
from tests import needs, planted
from tests.handed_in import handed_in, place, right
from tests.processes import PATIENCE

CHAPTER = "01_introduction"
ROOT = Path(__file__).resolve().parent.parent


class Machine:
    """A home and a working folder in which everything is planted, and what was run of it."""

    def __init__(self, folder: Path) -> None:
        self.marks, self.home, self.work = folder / "marks", folder / "home", folder / "work"
        self.turn = 0
        planted.plant_home(self.home, self.marks)
        self.plant(self.work)
        self.marks.write_text("")
        self.marks.chmod(0o666)

    def plant(self, folder: Path) -> None:
        """Each time in other forms: what is a module in one folder is a package in the next."""
        self.turn += 1
        planted.plant(folder, self.marks, self.turn)

    def program(self, name: str, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess:
        """A program of this environment as a user calls it; its Python has no other protection than our own."""
        command = [str(Path(sys.executable).parent / name), *arguments]
        env = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "XDG", "IPYTHON"))}
        env |= {"HOME": str(self.home)}
        env |= {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
        return subprocess.run(
            command, cwd=cwd or self.work, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    @property
    def ran(self) -> list[str]:
        return planted.run(self.marks)


@pytest.fixture
def machine(tmp_path) -> Machine:
    """In the home a name is planted in another form than in the working folder."""
    return Machine(tmp_path)


def test_the_plants_are_run_where_nothing_is_done_about_it(machine):
    """So that a test below can fail at all."""
    command = [sys.executable, "-c", "import keras"]
    subprocess.run(command, cwd=machine.work, capture_output=True, check=False)
    assert machine.ran


@pytest.mark.parametrize("turn", range(3))
def test_a_process_of_ours_imports_what_is_installed(machine, turn):
    """Each name as a module, as a package, and as a folder of modules."""
    machine.turn = turn
    machine.work = machine.work / "again"
    machine.plant(machine.work)
    code = "import keras.layers, numpy, json, random, autograder, helpers.datasets, tensorflow; print(keras.__file__)"
    said = subprocess.run(
        isolated.python("-c", code),
        cwd=machine.work,
        env=isolated.environment(machine.home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert Path(said.stdout.strip()).is_relative_to(sys.prefix), said.stderr
    assert not machine.ran


def test_the_environment_of_a_process_of_ours(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["", ".", "here", str(tmp_path)]))
    for name in ("PYTHONSTARTUP", "LD_PRELOAD", "PYTHONHOME", "PYTHONINSPECT", "BASH_ENV", "SECRET_OF_THE_GRADER"):
        monkeypatch.setenv(name, "x")
    found = isolated.environment(tmp_path)
    assert found["PYTHONPATH"] == str(tmp_path) and found["HOME"] == str(tmp_path)
    assert not {"PYTHONSTARTUP", "LD_PRELOAD", "PYTHONHOME", "PYTHONINSPECT", "BASH_ENV"} & found.keys()
    assert "SECRET_OF_THE_GRADER" not in found


@pytest.mark.parametrize("folder", ["autograder", "helpers", "tools"])
def test_all_python_is_started_by_one_module(folder):
    """No list that begins with `sys.executable` is a command; tools/bootstrap.py has none of our modules yet."""
    found = []
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.List) and node.elts and ast.unparse(node.elts[0]) == "sys.executable":
                found.append(f"{path.name}:{node.lineno}")
            if isinstance(node, ast.List) and len(node.elts) > 1 and path.name == "bootstrap.py":
                words = [ast.unparse(e) for e in node.elts]
                if words[0] in ("python", "PYTHON") and words[1] != "'-I'":
                    found.append(f"{path.name}:{node.lineno}")
    assert found == []


# Each way that a user has


def test_kfa_grade(machine):
    needs.sandbox()
    folder = machine.work / "in"
    path = place(folder, "ada", CHAPTER, handed_in(CHAPTER, right(CHAPTER)))
    for place_ in (folder, path.parent.parent, path.parent):
        machine.plant(place_)
    said = machine.program("kfa", "grade", ".", "--json", "../marks.json", "--workers", "1", cwd=folder)
    marks = json.loads((machine.work / "marks.json").read_text(encoding="utf-8"))
    assert [(m["student"], m["score"]) for m in marks] == [("ada", 10.0)], said.stderr
    assert not machine.ran


def test_kfa_check_and_the_kernel_of_the_notebooks(machine):
    """A learner's own module is imported; one that has the name of an installed one is not."""
    cells = [
        "import random, json, os\nimport keras, numpy\nimport my_helpers",
        f"assert not [m for m in (keras, numpy, json, random, os) if m.__file__.startswith({str(machine.work)!r})]",
        "def parameters(inputs, units):\n    return inputs * units + units if my_helpers.KNOWN else 0",
        'from autograder.notebook import start\ncheck, hint, solution, progress = start("en")',
        'check("ex00a", parameters)',
    ]
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(c) for c in cells]), machine.work / "mine.ipynb")
    (machine.work / "my_helpers.py").write_text("from more.known import KNOWN")
    (machine.work / "more").mkdir()
    (machine.work / "more" / "known.py").write_text("KNOWN = True")
    said = machine.program("kfa", "check", "mine.ipynb")
    assert said.stdout.startswith("✓ ex00a"), said.stdout + said.stderr
    assert not machine.ran


@pytest.mark.thorough("nbgrader's way takes long; the commands' own processes are quick tests")
def test_nbgrader(machine):
    needs.sandbox()
    for configuration in (machine.home / ".jupyter").glob("*_config.py"):
        configuration.unlink()  # nbgrader is a program of the user's, and this is where they configure it
    course = machine.work / "course"
    classroom_folder = course / "source" / CHAPTER
    classroom_folder.mkdir(parents=True)
    classroom.install(course)
    solution = ROOT / "solutions" / "en" / f"{CHAPTER}.ipynb"
    (classroom_folder / solution.name).write_bytes(solution.read_bytes())
    path = place(course / "submitted", "ada", CHAPTER, handed_in(CHAPTER, right(CHAPTER)))
    for folder in (path.parent, path.parent.parent, course / "submitted", classroom_folder):
        machine.plant(folder)
    release = machine.program("nbgrader", "generate_assignment", CHAPTER, cwd=course)
    assert release.returncode == 0, release.stderr[-2000:]
    machine.plant(course)
    graded = machine.program("nbgrader", "autograde", CHAPTER, "--create", cwd=course)
    assert graded.returncode == 0, graded.stderr[-2000:]
    assert (course / "marks.json.journal").read_text(encoding="utf-8").count('"score": 10.0') == 1
    assert not machine.ran


def test_a_course_whose_configuration_was_written_before(machine, monkeypatch):
    """nbgrader puts the working folder in front; what our configuration loads from then on is the installed machine."""
    monkeypatch.chdir(machine.work)
    monkeypatch.setattr(sys, "path", [str(machine.work), *sys.path])
    classroom.configure(__import__("traitlets.config").config.Config())
    assert sys.path[0] != str(machine.work) and sys.path[-1] == str(machine.work)


def test_kfa_lab(machine, monkeypatch):
    """The server's command, in its folder and environment, imports nothing of the home and nothing of the copy."""
    root = machine.work.parent
    (root / "notebooks" / "en").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(machine.home))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(root / "runtime"))
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH", "JUPYTER_PATH"):
        monkeypatch.delenv(name, raising=False)
    workspace = Workspace("en", root)
    machine.plant(workspace.folder)
    made = lab.Lab(workspace, browser=False)
    made._own.mkdir(parents=True)
    command = [*made._command(), "--show-config"]
    ours, theirs = os.pipe()  # it ends with who holds the other end
    said = subprocess.run(
        command,
        stdin=ours,
        cwd=made._own,
        env=made._environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert "MultiKernelManager" in said.stdout, said.stderr
    spec = "from jupyter_client.kernelspec import KernelSpecManager as M; print(M().get_kernel_spec('kfa').argv[0])"
    there = machine.home / ".local" / "share" / "jupyter" / "kernels" / "kfa" / "kernel.json"
    there.parent.mkdir(parents=True)
    there.write_text(json.dumps({"argv": ["/planted"], "display_name": "x", "language": "python"}))
    chosen = subprocess.run(
        isolated.python("-c", spec), cwd=made._own, env=made._environment(), capture_output=True, text=True, check=False
    )
    assert chosen.stdout.strip() == sys.executable, chosen.stderr
    assert not machine.ran


@pytest.mark.parametrize("names", [planted.NAMES, ("keras", "tensorflow", "numpy", "nbformat", "matplotlib", "h5py")])
def test_a_dask_worker_in_such_a_folder(machine, names):
    """With its own protection all names; without, those that Dask itself has no need of: the course's work is elsewhere."""
    code = (
        "import json; from autograder.pools import remote; print(json.dumps([remote.edition(), remote.no_sandbox()]))"
    )
    work = machine.work / "dask"
    planted.plant(work, machine.marks, 1, names)
    start = isolated.python() if names is planted.NAMES else [sys.executable]
    said = subprocess.run([*start, "-c", code], cwd=work, capture_output=True, text=True, check=False)
    edition, _why = json.loads(said.stdout)
    assert edition["course"] and edition["keras"], said.stderr
    assert not machine.ran


def test_a_dask_worker_loads_nothing_but_what_starts_processes():
    code = "import sys; before = set(sys.modules); import autograder.pools.remote; print(*(set(sys.modules) - before))"
    said = subprocess.run(isolated.python("-c", code), capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in said.stdout.split()} - sys.stdlib_module_names
    assert loaded == {"autograder", "helpers"}
    assert not [
        name for name in said.stdout.split() if name.startswith(("autograder.exercises", "autograder.judging.judge"))
    ]


def test_an_old_specification_of_the_kernel_is_written_anew(tmp_path):
    file = kernel.register(str(tmp_path)) / "kernel.json"
    facts = json.loads(file.read_text(encoding="utf-8"))
    for old in (
        [a for a in facts["argv"] if a != "-P"],
        [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    ):
        file.write_text(json.dumps(facts | {"argv": old}), encoding="utf-8")
        assert not kernel.registered(str(tmp_path))
        kernel.register(str(tmp_path))
        assert json.loads(file.read_text(encoding="utf-8")) == facts
