"""No attack of a learner's code scores a point, reads what it must not, leaves anything behind, or hurts another."""

import base64
import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from _pytest.mark import ParameterSet

from autograder.asking import evidence, heldout
from autograder.exercises import find
from autograder.pools.worker import Worker
from autograder.sandbox.walls import Limits
from autograder.submissions.submission import exercises
from helpers import datasets
from helpers.datasets import pack
from tests import needs
from tests.attacks import FAULTS, FORGERIES, HOARDS, SECRETS
from tests.handed_in import answered, edited, grade, handed_in, right, task, wrong
from tests.processes import PATIENCE, until
from tools.notebook import encode

CHAPTER = "01_introduction"
ROOT = Path(__file__).resolve().parent.parent
QUICK = {"seconds": 3, "memory": 500}


@pytest.fixture(scope="module", autouse=True)
def _sandbox():
    needs.sandbox()


@pytest.fixture(scope="module")
def worker(_sandbox):
    os.environ["SECRET_OF_THE_GRADER"] = "SECRET_OF_THE_GRADER"
    made = Worker()
    yield made
    del os.environ["SECRET_OF_THE_GRADER"]
    made.close()


def family(worker: Worker) -> list[psutil.Process]:
    """The warm process, which the worker started first, and all below it; a kernel that was ended may take a moment."""

    def found() -> list[psutil.Process]:
        warm = min(psutil.Process(worker.pid).children(), key=psutil.Process.create_time)
        return [warm, *warm.children(recursive=True)]

    until(lambda: len(found()) == 1)
    return found()


def with_attack(code: str, answers: dict[str, str]) -> bytes:
    return handed_in(CHAPTER, answers | {"ex01a": answers["ex01a"] + "\n" + code + "\n"})


LARGE = pytest.mark.thorough("half a minute; graphs that are too large have quick tests in test_points_without_answer")


@pytest.mark.parametrize("attack", [pytest.param(a, marks=LARGE if "50,000" in a else ()) for a in FORGERIES])
def test_nothing_forged_scores(worker, attack):
    found = grade(worker, CHAPTER, with_attack(FORGERIES[attack], wrong(CHAPTER)), **QUICK)
    assert [marks["score"] for marks in found.values()] == [0] * len(right(CHAPTER)), found
    assert not {"correct", "partial", "infrastructure"} & {marks["status"] for marks in found.values()}
    assert len(family(worker)) == 1 and not Path("/tmp/kfa-pickle").exists()


def test_evidence_of_somebody_else_does_not_score(worker):
    """A right answer's evidence, taken under another draw, in place of what is found here."""
    taken = {}
    for exercise in exercises(CHAPTER):
        data = exercise.collect(exercise.solved(), {"seed": 77})
        assert exercise.decide(data, {"seed": 77}).correct
        taken[exercise.answer] = base64.b64encode(data).decode()
    del taken["count_dense_params"]  # plain numbers, to be computed
    code = f"import base64\nfrom autograder.asking import collect\nTAKEN = {taken!r}\n"
    code += "collect.gather = lambda ask, answer, parameters: base64.b64decode(TAKEN.get(answer.name, ''))"
    found = grade(worker, CHAPTER, with_attack(code, wrong(CHAPTER)), **QUICK)
    assert [marks["score"] for marks in found.values()] == [0] * len(right(CHAPTER)), found


PLACES = ("the cell", "the answer")
LONG = ("processes", "signals blocked")
"""Faults that take up to a minute each; a quick test of neighbours has the first one, too."""


def faults() -> Iterator[ParameterSet]:
    """Each fault in each place: in a quick test in one of them, by turns."""
    rest = pytest.mark.thorough("the fault in its other place, or one that takes a minute: one place is quick")
    for k, fault in enumerate(FAULTS):
        for place in PLACES:
            quick = place == PLACES[k % 2] and fault not in LONG
            yield pytest.param(fault, place, marks=() if quick else rest, id=f"{fault}, in {place}")


@pytest.mark.parametrize(("fault", "place"), list(faults()))
def test_a_fault_costs_its_own_exercise_alone(worker, fault, place):
    code = FAULTS[fault]
    if place == "the answer":
        code = "def build_mlp(*args):\n" + "".join(f"    {line}\n" for line in code.splitlines())
    answers = right(CHAPTER) | {"ex01a": code}
    found = grade(worker, CHAPTER, handed_in(CHAPTER, answers), **QUICK)
    assert found["ex01a"]["score"] == 0 and found["ex01a"]["status"] != "infrastructure", found
    assert found["ex01b"]["status"] == found["ex01c"]["status"] == "correct", found
    assert len(family(worker)) == 1


MARK = "kfa-of-another-student"
_EXCHANGE = Path("/usr/local/share")


def _works(folder: Path) -> list[Path]:
    """Another student's work as it lies in a folder of submissions, in nbgrader's exchange, and a gradebook."""
    paths = [
        folder / MARK / CHAPTER / f"{CHAPTER}.ipynb",
        folder / "inbound" / f"{MARK}+01.ipynb",
        folder / f"{MARK}.db",
    ]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(MARK)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    return paths


@pytest.fixture(scope="module")
def others() -> Iterator[list[Path]]:
    """Works where nbgrader's exchange is by default, readable by everybody; an ordinary user finds what root put there."""
    if not os.access(_EXCHANGE, os.W_OK):
        yield list(_EXCHANGE.glob(f"{MARK}*/**/*.*"))
        return
    with tempfile.TemporaryDirectory(prefix=MARK, dir=_EXCHANGE) as folder:
        yield _works(Path(folder))


@pytest.fixture(scope="module")
def known(tmp_path_factory, others) -> str:
    """What the attacks on secrets know of the grader's machine, as code."""
    place = tmp_path_factory.mktemp("class") / "secret.txt"
    place.write_text("secret")
    held_out = [pack.FILES[name][1] for name in ("fashion_mnist_test.npz", "mnist.npz")]
    digests = [hashlib.sha256(load()[1][0].tobytes()).hexdigest() for load in (datasets.mnist, datasets.fashion_mnist)]
    names = {"ROOT": str(ROOT), "PLACE": str(place), "JOURNAL": str(place), "FILES": held_out}
    names |= {"MNIST": digests[0], "FASHION": digests[1]}
    images = [load()[1][0][0].tobytes() for load in (datasets.mnist, datasets.fashion_mnist)]
    # of the first held-out image the piece that begins with most different bytes, turned over
    begins = [max(range(700), key=lambda k, image=image: len(set(image[k : k + 12]))) for image in images]
    pieces = zip(images, begins, strict=True)
    names |= {"HELD_OUT": [bytes(b ^ 0x55 for b in image[k : k + 48]) for image, k in pieces]}
    names |= {"MARK": MARK, "OTHERS": [str(path) for path in (*_works(place.parent), *others)]}
    return "".join(f"{name} = {value!r}\n" for name, value in names.items())


@pytest.mark.parametrize("secret", SECRETS)
def test_nothing_is_read(worker, known, secret):
    with (
        socket.socket() as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_UNIX) as unix,
    ):
        tcp.bind(("127.0.0.1", 0))
        tcp.listen()
        udp.bind(tcp.getsockname())
        udp.settimeout(0.2)
        unix.bind(f"\0kfa-attack-{os.getpid()}")
        unix.listen()
        code = (
            known
            + f"PORT, NAME = {tcp.getsockname()[1]}, 'kfa-attack-{os.getpid()}'\n"
            + SECRETS[secret]
            + "\nprint('all was tried')"
        )
        for _twice in range(2):
            marks, page = worker.grade(with_attack(code, right(CHAPTER)), task(CHAPTER, seconds=20))
            shown = "".join(re.findall(r'<div class="out"><pre>(.*?)</pre>', page.decode(), re.DOTALL))
            assert "all was tried" in shown and "LEAK" not in shown, shown
            assert marks["score"] == 10
        with pytest.raises(TimeoutError):
            udp.recv(10)


@pytest.mark.parametrize("hoard", HOARDS)
def test_no_memory_is_to_be_had_beside_the_limits(worker, hoard):
    """What is taken is refused, or counted: then the exercise pays, and that one alone. Folders have a limit of their own."""
    most, disk = 300, Limits.disk
    code = f"MOST, held, kept = {600 * 2**20}, 0, []\n{HOARDS[hoard]}\nprint('HELD', held // 2**20)"
    marks, page = worker.grade(with_attack(code, right(CHAPTER)), task(CHAPTER, seconds=30, memory=most))
    found = {e["id"]: e["status"] for e in marks["exercises"]}
    assert found["ex01b"] == found["ex01c"] == "correct", found
    held = re.findall(r"HELD (\d+)", page.decode())
    assert found["ex01a"] == "killed" or (held and int(held[0]) <= (disk if "files" in hoard else most)), (found, held)
    assert len(family(worker)) == 1


HONEST = """
import asyncio, multiprocessing, os, sqlite3, subprocess, tempfile, threading, time
from multiprocessing import shared_memory
import keras, numpy as np
large = np.ones(40_000_000, "float32")  # 160 MB, which ten idle children have in common
for k in range(10):
    if os.fork() == 0: time.sleep(60); os._exit(0)
fork = multiprocessing.get_context("fork")
number, queue = fork.Value("i", 0), fork.Queue()
process = fork.Process(target=lambda: (queue.put(large[:2].sum()), setattr(number, "value", 3)))
process.start(); assert queue.get() == 2.0; process.join(); assert number.value == 3
with fork.Pool(2) as pool: assert pool.map(abs, [-1, -2]) == [1, 2]
memory = shared_memory.SharedMemory(create=True, size=2**20); memory.buf[0] = 1; memory.close(); memory.unlink()
await asyncio.sleep(0.01)
assert subprocess.run("echo yes | cat", shell=True, capture_output=True, text=True).stdout == "yes\\n"
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)]); model.compile("sgd", "mse")
model.fit(large[:400].reshape(100, 4), large[:200].reshape(100, 2), verbose=0)
with tempfile.TemporaryDirectory() as folder:
    for name in ("m.keras", "m.h5"): model.save(os.path.join(folder, name)); keras.models.load_model(os.path.join(folder, name))
    model.export(os.path.join(folder, "exported"), verbose=False)
    np.memmap(os.path.join(folder, "map"), "float32", "w+", shape=(1000,))[:] = 1
print("all of it works")
"""


def test_what_honest_code_uses_is_there(worker):
    marks, page = worker.grade(with_attack(HONEST, right(CHAPTER)), task(CHAPTER, memory=1000))
    assert "all of it works" in page.decode(), re.findall(r'<div class="out">(.*?)</div>', page.decode(), re.DOTALL)
    assert marks["score"] == 10, marks


@pytest.mark.thorough("two kernels side by side; what harms a neighbour is refused in quick tests")
def test_a_neighbour_of_the_same_grading_is_unharmed(worker):
    for attack in ("processes", "disk", "memory by and by"):
        grade(worker, CHAPTER, with_attack(FAULTS[attack], wrong(CHAPTER)), **QUICK)
        found = grade(worker, CHAPTER, handed_in(CHAPTER, right(CHAPTER)))
        assert [marks["status"] for marks in found.values()] == ["correct"] * len(right(CHAPTER))


# Cells that are not as they were released


def cell_of(cells: list[dict], name: str) -> dict:
    return next(c for c in cells if c["id"] == name)


def delete_answer(cells):
    return [c for c in cells if c["id"] != "ex01a"]


def delete_checks(cells):
    return [c for c in cells if not c["id"].startswith("check-")]


def reversed_cells(cells):
    return cells[::-1]


def an_answer_that_poses_as_a_check(cells):
    cell = cell_of(cells, "ex01a")
    cell["metadata"]["nbgrader"] |= {"grade": True, "solution": False, "grade_id": "check-ex01a", "points": 100}


def more_points(cells):
    for c in cells:
        if "nbgrader" in c["metadata"]:
            c["metadata"]["nbgrader"]["points"] = 1000


@pytest.mark.parametrize(
    "change",
    [delete_answer, delete_checks, reversed_cells, an_answer_that_poses_as_a_check, more_points],
)
def test_altered_cells_earn_nothing(worker, change):
    found = grade(worker, CHAPTER, edited(handed_in(CHAPTER, wrong(CHAPTER)), change))
    assert [marks["score"] for marks in found.values()] == [0] * len(right(CHAPTER))
    assert [marks["max_score"] for marks in found.values()] == [e.points for e in exercises(CHAPTER)]


@pytest.mark.parametrize("change", [delete_checks, more_points])
def test_altered_checks_cost_nothing(worker, change):
    found = grade(worker, CHAPTER, edited(handed_in(CHAPTER, right(CHAPTER)), change))
    assert [marks["status"] for marks in found.values()] == ["correct"] * len(right(CHAPTER))
    if change is delete_checks:
        assert found["ex01a"]["findings"][0]["key"] == "submission.check_missing"


def test_a_deleted_answer_costs_itself_alone(worker):
    found = grade(worker, CHAPTER, edited(handed_in(CHAPTER, right(CHAPTER)), delete_answer))
    assert [marks["status"] for marks in found.values()] == ["not_found", *["correct"] * (len(right(CHAPTER)) - 1)]


@pytest.mark.parametrize(("first", "last"), [(right, wrong), (wrong, right)])
def test_of_two_answers_the_better_one_counts_and_a_person_is_told(worker, first, last):

    def double(cells):
        k = next(k for k, c in enumerate(cells) if c["id"] == "ex01a")
        return [*cells[: k + 1], cells[k] | {"id": "again", "source": last(CHAPTER)["ex01a"]}, *cells[k + 1 :]]

    data = edited(handed_in(CHAPTER, first(CHAPTER)), double)
    found = grade(worker, CHAPTER, data)
    assert found["ex01a"]["status"] == "correct"
    marks, _page = worker.grade(data, task(CHAPTER))
    assert [one["cause"] for one in marks["look"] if one["exercise"] == "ex01a"] == ["several"]
    assert "submission.cell_doubled" in {f["key"] for f in found["ex01a"]["findings"]}


def test_an_answer_in_two_cells_is_one_answer(worker):
    book = answered(CHAPTER, right(CHAPTER))
    k = next(k for k, c in enumerate(book.cells) if c.id == "ex01a")
    first, _newline, rest = book.cells[k].source.partition("def build_mlp")
    rest_cell = dict(book.cells[k], id="rest", metadata={}, source="def build_mlp" + rest)
    book.cells[k].source = first
    data = json.loads(encode(book))
    data["cells"].insert(k + 1, rest_cell | {"source": rest_cell["source"], "outputs": [], "execution_count": None})
    assert grade(worker, CHAPTER, json.dumps(data).encode())["ex01a"]["score"] == 3


# Trained models: made again where no learner's code is, from what the learner's process says they are


def trained(**changes: object) -> bytes:
    import keras

    inputs = keras.Input((784,))
    model = keras.Model(inputs, keras.layers.Dense(10)(inputs))
    items = {"graph": {}, "given": {}, **heldout.written(model), **changes}
    return evidence.encode({"model": items})


def dense(units: int) -> dict:
    return {"module": "keras.layers", "class_name": "Dense", "config": {"units": units}, "registered_name": None}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"weights": [np.full((784, 10), np.nan, "float32"), np.zeros(10, "float32")]},
        {"weights": [np.zeros((3, 3), "float32")]},
        {"weights": [np.zeros(7_000_000, "float32")]},
        {"architecture": dense(10)},
        {"architecture": {"module": "builtins", "class_name": "eval", "config": "1"}},
        {"architecture": {"module": "keras.layers", "class_name": "Lambda", "config": {}}},
        {"architecture": {"module": "keras.src.utils.file_utils", "class_name": "get_file", "config": {}}},
        {"architecture": {"class_name": "__lambda__", "config": {"value": "4wEAAAA="}}},
        {"architecture": []},
    ],
    ids=range(10),
)
def test_a_forged_trained_model_earns_nothing(changes):
    exercise = find("ex02b")
    found = exercise.examine(lambda parameters: trained(**changes))
    assert found.score == 0 and not found.correct and found.status != "infrastructure"


# As most instructors grade: not as root


FIRST = (
    "test_nothing_forged_scores[forged replies]",
    "test_a_fault_costs_its_own_exercise_alone[kill all, in the answer]",
    "test_nothing_is_read[another's work]",
)
CORE = (
    "test_nothing_forged_scores[forged replies]",
    *(
        f"test_a_fault_costs_its_own_exercise_alone[{fault}, in {place}]"
        for fault in ("kill all", "processes", "memory of children", "disk")
        for place in PLACES
    ),
    "test_what_honest_code_uses_is_there",
    *(f"test_no_memory_is_to_be_had_beside_the_limits[{hoard}]" for hoard in HOARDS),
    *(f"test_nothing_is_read[{secret}]" for secret in SECRETS),
)


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="these tests run as an ordinary user already")
@pytest.mark.parametrize(
    "names",
    [
        pytest.param(k, marks=pytest.mark.thorough("attacks by another user; as root they are quick tests"))
        for k in (FIRST, CORE)
    ],
    ids=["first", "all"],
)
def test_an_ordinary_user_is_as_safe(others, names):
    tests = [f"tests/test_attacks.py::{name}" for name in names]
    able = (
        "import sys; from autograder.sandbox.walls import unavailable;"
        "print(why := unavailable()); sys.exit(3 * bool(why))"
    )
    with tempfile.TemporaryDirectory(prefix="kfa-user-") as folder:
        command = [sys.executable, "-m", "tests.ordinary_user", folder]
        tried = subprocess.run([*command, "-c", able], cwd=ROOT, capture_output=True, text=True, check=False)
        assert tried.returncode in (0, 3), tried.stderr[-3000:]
        if tried.returncode:
            pytest.skip(f"an ordinary user has no sandbox here: {tried.stdout}")
        command += ["-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
        found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert found.returncode == 0 and f"{len(names)} passed" in found.stdout, (found.stdout + found.stderr)[-3000:]


def test_an_environment_behind_a_link_is_shown(tmp_path):
    for name in ("lib/here", "share/exchange/work"):
        (tmp_path / "environment" / name).parent.mkdir(parents=True)
        (tmp_path / "environment" / name).touch()
    (tmp_path / "link").symlink_to("environment")
    shown = f"import os, sys; sys.prefix = {str(tmp_path / 'link')!r}; from autograder.sandbox import walls as sandbox;"
    shown += "sandbox.hide({}); print(os.listdir(sys.prefix), os.listdir(sys.prefix + '/lib'), os.path.exists('/etc/passwd'))"
    found = subprocess.run([sys.executable, "-c", shown], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.stdout == "['lib'] ['here'] False\n", found.stderr


def test_a_systems_own_python_is_shown_once():
    """Its program lies in /usr/bin, which is shown already, and read-only."""
    shown = "import os, sys; sys.prefix = '/usr'; from autograder.sandbox import visible, walls;"
    shown += "visible._OF_A_SHARED_PREFIX = ('bin/env', 'bin/none'); walls.hide({});"
    shown += "print(os.path.getsize('/usr/bin/env') > 0, os.access('/usr/bin/env', os.X_OK))"
    found = subprocess.run([sys.executable, "-c", shown], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.stdout == "True True\n", found.stderr
