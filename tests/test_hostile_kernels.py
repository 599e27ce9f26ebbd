"""A kernel that lies, floods, hides or stays: the grader's side is bounded, and the exercises around it are unharmed."""

import html
import json
import signal
import threading

import psutil
import pytest

from autograder.pools.worker import Worker, WorkerDied
from autograder.submissions.submission import exercises
from tests import needs
from tests.handed_in import edited, grade, handed_in, right, task, wrong
from tests.processes import PATIENCE, still_running, until

CHAPTER = "01_introduction"
QUICK = {"seconds": 5, "memory": 500}
# What stands behind a wrong answer of exercise 01b; 01a before it and 01c after it are right.
_ITEMS = """
import json
from autograder.asking import collect
asked = collect.gather
def forged(ask, answer, parameters):
    if answer.name != "count_dense_params": return asked(ask, answer, parameters)
    return json.dumps({"version": 1, "items": ITEMS}).encode()
collect.gather = forged
"""
FORGED = {
    "nodes that are a number": "{'model': {'graph': {'nodes': 5}}}",
    "nodes that are text": "{'model': {'graph': {'nodes': 'abc', 'inputs': 'abc', 'outputs': 7}}}",
    "ids that are lists": "{'model': {'graph': {'nodes': [{'id': []}]}}}",
    "a graph within a graph": "{'model': {'graph': {'nodes': [{'id': 1, 'graph': {'nodes': [{}]}}]}}}",
    "faults of every kind": "{'faults': [{'key': '', 'values': {}}, {'key': 'a', 'values': {'x': []}}, {'key': '{', 'values': {'': {}}}]}",
    "many faults": "{'faults': [{'key': 'answer.raised', 'values': {'message': 'y' * 100}}] * 200_000}",
    "a long fault": "{'faults': [{'key': 'answer.raised', 'values': {'message': 'y' * 4 * 10**7, 'code': 'y' * 10**6, 'line': 1}}]}",
    "values of wrong types": "{'faults': [{'key': 'answer.raised', 'values': {'place': 10**4000, 'options': {'a': [1]}, 'line': [1], 'op': {}, 'layer': [], 'call': 1e308}}]}",
    "half a character": "{'faults': [{'key': 'answer.raised', 'values': {'message': '\\ud800', 'type': '\\udfff', '\\ud801': 1}}]}",
    "a long list": "{'0': {'value': [0] * 10**6}, 'faults': [{'key': 'value.wrong', 'values': {'got': [0] * 10**6}}]}",
    "a status of its own": "{'faults': [{'key': 'answer.not_attempted', 'values': {}, 'cost': -5}], 'status': 'infrastructure'}",
}
_WRITTEN = """
import os, struct
def write(text, data=b"", claimed=None):
    for fd in range(3, 64):
        try: os.write(fd, struct.pack(">IQ", len(text), len(data) if claimed is None else claimed) + text + data)
        except OSError: pass
"""
KERNELS = {
    "replies nobody asked for": _WRITTEN
    + """write(3 * b' ' + b'{"outputs": [], "error": null, "missing": false}')\nwrite(b'{}')\nwrite(b'{"id": 1}', b'x')""",
    "half of a reply": _WRITTEN + "write(b'{}', b'', 90 * 2**20)",
    "a reply, then nothing is read": _WRITTEN
    + """
import gc
from autograder.sandbox import frames, kernel
def deaf(channel, *args):
    while True: pass
frames.receive = deaf
""",
    "a reply of many parts": _WRITTEN + "write(b'{\"outputs\": [' + b'[],' * 5_000_000 + b'[]]}')",
    "outputs that are too many": """
from autograder.sandbox import kernel
kernel._ACTIONS["run"] = lambda *args: ({"outputs": [{"output_type": "stream", "text": "x" * 1000}] * 15_000, "error": None}, b"")
""",
    "errors that are none": """
from autograder.sandbox import kernel
kernel._ACTIONS["run"] = lambda *args: ({"outputs": {"a": 1}, "error": {"line": 1e400, "type": [[]], "message": {}, "code": None}}, b"")
""",
    "an exit by and by": "import os, threading\nthreading.Timer(0.3, os._exit, (0,)).start()",
    "an exit in a finaliser": "import os\nclass Last:\n    def __del__(self): os._exit(0)\nlast = Last()\ndel last",
    "shared memory": "import mmap\nm = mmap.mmap(-1, 6 * 2**30)\nfor k in range(0, len(m), 2**26): m[k : k + 2**26] = b'x' * 2**26",
    "children that come back": "import os\nfor k in range(4): os.fork()\nif os.getppid(): raise ValueError",
    "shared memory of children": "import mmap, os, time\nfor k in range(4):\n    if os.fork() == 0:\n        m = mmap.mmap(-1, 2**30)\n        m.write(b'x' * 2**30)\n        time.sleep(60)\ntime.sleep(60)",
}


class Workers:
    """A worker, another one where it died: one fault is one failure."""

    def __init__(self) -> None:
        self.one: Worker | None = None

    def grade(self, data: bytes, task: dict) -> tuple[dict, bytes]:
        self.one = self.one or Worker()
        try:
            return self.one.grade(data, task)
        except WorkerDied:
            self.one = None
            raise


@pytest.fixture(scope="module", autouse=True)
def _sandbox():
    needs.sandbox()


@pytest.fixture(scope="module")
def worker(_sandbox):
    made = Workers()
    yield made
    if made.one:
        made.one.close()


def around(worker: Workers, code: str) -> tuple[dict[str, dict], bytes]:
    answers = right(CHAPTER) | {"ex01b": wrong(CHAPTER)["ex01b"] + "\n" + code}
    marks, page = worker.grade(handed_in(CHAPTER, answers), task(CHAPTER, **QUICK))
    json.dumps(marks, ensure_ascii=False).encode()  # as the file of marks is written
    assert len(json.dumps(marks)) < 2**20 and len(page) < 32 * 2**20
    return {e["id"]: e for e in marks["exercises"]}, page


@pytest.mark.parametrize("items", FORGED)
def test_evidence_of_any_form_is_judged_without_points(worker, items):
    found, page = around(worker, _ITEMS.replace("ITEMS}", FORGED[items] + "}"))
    assert found["ex01b"]["score"] == 0 and found["ex01b"]["status"] not in ("correct", "infrastructure"), found
    assert found["ex01a"]["status"] == found["ex01c"]["status"] == "correct", found
    assert b"<script" not in page


WAITS = pytest.mark.thorough("half a minute of waiting for a kernel that stays silent; other misbehaviour is quick")


@pytest.mark.parametrize("kernel", [pytest.param(k, marks=WAITS if k.endswith("is read") else ()) for k in KERNELS])
def test_a_kernel_that_misbehaves_costs_its_exercise_alone(worker, kernel):
    found, _page = around(worker, KERNELS[kernel])
    assert found["ex01b"]["score"] == 0 and found["ex01b"]["status"] not in ("correct", "infrastructure"), found
    assert found["ex01a"]["status"] == found["ex01c"]["status"] == "correct", found


@WAITS
def test_a_kernel_that_does_not_read_is_not_waited_for(worker):
    """The next cell is larger than what a connection holds."""
    answers = right(CHAPTER) | {"ex01b": wrong(CHAPTER)["ex01b"] + "\n" + KERNELS["a reply, then nothing is read"]}
    answers["ex01c"] += "#" + "x" * 2**21
    found = grade(worker, CHAPTER, handed_in(CHAPTER, answers), **QUICK)
    assert found["ex01b"]["score"] == 0
    assert found["ex01a"]["status"] == found["ex01c"]["status"] == "correct", found


def test_a_graph_alone_is_no_evidence(worker):
    """A right answer's graph, without outputs for this draw, in place of what is found here."""
    taken = {}
    for exercise in exercises(CHAPTER):
        items = json.loads(exercise.collect(exercise.solved()))
        for item in items["items"].values():
            if isinstance(item, dict):
                item.pop("outputs", None)
        taken[exercise.answer] = json.dumps(items)
    del taken["count_dense_params"]  # plain numbers, to be computed
    code = f"from autograder.asking import collect\nTAKEN = {taken!r}\n"
    code += "collect.gather = lambda ask, answer, parameters: TAKEN.get(answer.name, '').encode()"
    answers = wrong(CHAPTER)
    answers["ex01a"] += "\n" + code
    found = grade(worker, CHAPTER, handed_in(CHAPTER, answers), **QUICK)
    assert [marks["score"] for marks in found.values()] == [0] * len(right(CHAPTER)), found


# What Python itself takes long to read, or can't

SOURCES = {
    "magics": "%time 1\n" * 3000,
    "questions": "a?\n" * 3000 + "1+",
    "brackets": "(" * 5000,
    "minus": "-" * 100_000 + "1",
    "attributes": "x" + ".a" * 100_000,
    "calls": "f" + "()" * 100_000,
    "lambdas": "lambda:" * 50_000 + "1",
    "interpolations": "f'" + "{1}" * 50_000 + "'",
    "many interpolations": "f'" + "{1}" * 200_000 + "'",
    "assigned magics": "x = %time 1\n" * 400,
    "branches": "if 1: pass\n" + "elif 1: pass\n" * 20_000,
    "digits": "x = " + "9" * 1_000_000,
    "a null": "x = '\0'",
}


READ = pytest.mark.thorough("more of what is hard to read; three kinds of it are quick")


@pytest.mark.parametrize(
    "source", [pytest.param(k, marks=() if k in ("interpolations", "branches", "a null") else READ) for k in SOURCES]
)
def test_a_source_that_is_hard_to_read_costs_its_exercise_alone(worker, source):
    answers = right(CHAPTER) | {"ex01b": SOURCES[source]}
    found = grade(worker, CHAPTER, handed_in(CHAPTER, answers), seconds=5)
    assert found["ex01b"]["score"] == 0 and found["ex01b"]["status"] != "infrastructure", found
    assert found["ex01a"]["status"] == found["ex01c"]["status"] == "correct", found


def added(cells: list[str], answers: dict[str, str]) -> bytes:
    """A notebook that begins with these cells."""
    more = [{"cell_type": "code", "source": source, "metadata": {}, "outputs": []} for source in cells]
    return edited(handed_in(CHAPTER, answers), lambda all_: more + all_)


CELLS = {
    "a chain": ["def f0(): return 0", *(f"def f{k}(): return f{k - 1}()" for k in range(1, 600))],
    "a circle": [f"def f{k}(): return f{(k + 1) % 600}" for k in range(600)],
    "a chain that changes": ["f599 = int\nx = []", *("x.append(x)" for _ in range(1900))],
    "names": [";".join(f"a{j} = {j}" for j in range(50 * k, 50 * k + 50)) for k in range(1900)] + ["f599 = int"],
    "one name in all": ["f599 = int", *("x = 1; x.real; y = x" for _ in range(1900))],
}


@pytest.mark.parametrize("cells", CELLS)
def test_cells_that_are_many_are_run_as_they_are_needed(worker, cells):
    """They were followed one within the other, and again after each death of a kernel."""
    answers = right(CHAPTER) | {"ex01b": right(CHAPTER)["ex01b"] + "\nf599()\n"}
    found = grade(worker, CHAPTER, added(CELLS[cells], answers))
    assert [marks["status"] for marks in found.values()] == ["correct"] * len(right(CHAPTER)), found


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_file_of_millions_of_parts_is_refused_in_words(worker, lang):
    head, _list, tail = handed_in(CHAPTER, right(CHAPTER)).partition(b'"cells": [')
    data = head + b'"cells": [' + b"{}," * 4_000_000 + tail
    marks, page = worker.grade(data, task(CHAPTER, lang=lang))
    first = marks["exercises"][0]
    assert {e["status"] for e in marks["exercises"]} == {"unreadable"}
    assert first["findings"][0]["key"] == "submission.too_many_parts"
    assert ("Clear the outputs" if lang == "en" else "请清空输出") in first["findings"][0]["text"]
    assert first["findings"][0]["text"] in html.unescape(page.decode())
    found = grade(worker, CHAPTER, handed_in(CHAPTER, right(CHAPTER)))  # the worker is there, and grades the next
    assert [marks["status"] for marks in found.values()] == ["correct"] * len(right(CHAPTER))


def test_half_a_character_in_a_source_is_read(worker):
    data = handed_in(CHAPTER, right(CHAPTER) | {"ex01b": "HALF"}).replace(b"HALF", rb"x = '\ud800'")
    marks, _page = worker.grade(data, task(CHAPTER))
    json.dumps(marks, ensure_ascii=False).encode()
    assert [e["score"] for e in marks["exercises"]] == [3, 0, 3, 2]


# Nothing outlives its grader


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "import ctypes\nctypes.CDLL(None).prctl(1, 0, 0, 0, 0)\nwhile True: pass",
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: time.sleep(600)\n    os._exit(0)\nwhile True: pass",
    ],
    ids=["a loop", "a loop that wants to stay", "a daemon"],
)
def test_a_kernel_ends_with_a_killed_worker(code):
    worker = Worker()
    data = handed_in(CHAPTER, wrong(CHAPTER) | {"ex01a": code})

    def graded() -> None:
        with pytest.raises(WorkerDied):
            worker.grade(data, task(CHAPTER))

    thread = threading.Thread(target=graded)
    thread.start()
    try:
        family: list[psutil.Process] = []

        def loops() -> bool:
            """The learner's code runs: a process below the warm one is busy."""
            family[:] = psutil.Process(worker.pid).children(recursive=True)
            return any(p.is_running() and sum(p.cpu_times()[:2]) > 1.5 and p.ppid() != worker.pid for p in family)

        until(loops)
        psutil.Process(worker.pid).send_signal(signal.SIGKILL)
    finally:
        thread.join(PATIENCE)
        worker.close()
    alive = still_running(family)
    for process in alive:
        process.kill()
    assert not alive
