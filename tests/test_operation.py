"""Faults while a class is graded: it ends or goes on in order, says so in a sentence, and the marks are the same afterwards."""

import contextlib
import glob
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

import psutil
import pytest

from autograder.classroom import reader
from autograder.classroom.kept import Kept
from autograder.pools import edition, grading, private_file, range_locks, telling, worker
from autograder.pools.grading import Settings
from autograder.pools.journal import Journal
from autograder.pools.pool import LocalPool
from autograder.pools.worker import OtherEdition, Worker, WorkerDied
from autograder.submissions import submission
from autograder.submissions.book import Unreadable
from autograder.submissions.page import page_of
from helpers.errors import CourseError
from helpers.language import translate
from tests import needs
from tests.handed_in import grade, handed_in, place, right, task, wrong
from tests.processes import PATIENCE, still_running, until
from tests.test_grading import ROOT, command, journalled, some_marks

pytestmark = pytest.mark.skipif(
    range_locks.fcntl is None, reason="Windows has neither the locks nor the signals that these tests are of."
)
CHAPTER, OTHER = "01_introduction", "02_training"
LOOP = "while True: pass\n"


def students(folder: Path, *names: str, chapter: str = CHAPTER) -> Path:
    for name in names:
        place(folder, name, chapter, f"the notebook of {name}".encode())
    return folder


class Quick:
    """A pool that gives each submission a mark at once, or when it is let; it knows what it graded.

    Args:
        hold: of these students a submission is at work until `go` is set.
    """

    def __init__(self, *hold: str) -> None:
        self.hold, self.go, self.begun = hold, threading.Event(), threading.Event()
        self.graded: list[str] = []
        self.working: list = []

    def results(self, tasks: list[dict], data: Callable) -> Iterator:
        for one in tasks:
            if data(one) is None:
                yield one, None
                continue
            self.working = [(one, time.monotonic())]
            if one["student"] in self.hold:
                self.begun.set()
                assert self.go.wait(PATIENCE)
            self.working = []
            self.graded.append(one["student"])
            found = some_marks(one["student"], len(one["student"])) | {"chapter": one["chapter"]}
            yield one, (found, b"<html>" + page_of(one["digest"]))

    def at_work(self) -> list:
        return self.working

    def stop(self) -> list:
        return []

    def close(self) -> None:
        pass


@pytest.fixture
def quick(monkeypatch) -> Quick:
    pool = Quick()
    monkeypatch.setattr(grading, "LocalPool", lambda *_all: pool)
    return pool


def graded(folder: Path, out: Path, said: list[str] | None = None, **more: object) -> tuple[list[dict], list[str]]:
    """The marks of a class, and what was said meanwhile."""
    said = [] if said is None else said
    report = grading.grade(folder, Settings(out, sandboxed=False, **more), say=said.append)
    return report.marks, said


# The journal: what is damaged, missing or to be forgotten is kept and told


def test_a_first_line_that_was_cut_is_told_and_the_file_kept(tmp_path, quick):
    folder, out = students(tmp_path / "in", "ada", "ben"), tmp_path / "marks.json"
    before, _said = graded(folder, out)
    journal = out.with_name("marks.json.journal")
    whole = journal.read_bytes()
    for k, cut in enumerate((whole[5:], whole[:40], b'{"version": 1, "secret": 7}\n' + whole[100:]), 1):
        journal.write_bytes(cut)
        marks, said = graded(folder, out)
        assert marks == before and len(said) == 1 and f"marks.json.journal.damaged-{k}" in said[0]
        assert (tmp_path / f"marks.json.journal.damaged-{k}").read_bytes() == cut
        assert graded(folder, out) == (before, [])
    assert len(quick.graded) == 8


ODD = [
    '{"of": ["ben", "01_introduction", "d"], "result": {"score": 1}}',
    '{"of": ["ben", "01_introduction"], "result": {}}',
    '{"of": ["ben", "01_introduction", ["d"]], "result": {}}',
    '{"of": 7}',
    "[]",
    "7",
    '{"result": null}',
    "not JSON at all",
    json.dumps({"of": ["b", "c", "d"], "result": some_marks("b", 1) | {"exercises": [{"id": 1}]}}),
    json.dumps({"of": ["b", "c", "d"], "result": some_marks("b", 1) | {"look": [7]}}),
    "[" * 100_000,
]


@pytest.mark.parametrize("line", ODD, ids=range(len(ODD)))
def test_a_record_of_another_shape_is_told_once_and_costs_itself_alone(tmp_path, quick, line):
    folder, out = students(tmp_path / "in", "ada"), tmp_path / "marks.json"
    before, _said = graded(folder, out)
    journal = out.with_name("marks.json.journal")
    good = journal.read_bytes()
    journal.write_bytes(good.replace(b"\n", b"\n" + line.encode() + b"\n", 1))
    damaged = journal.read_bytes()
    marks, said = graded(folder, out)
    assert marks == before and "can't be read: 1" in said[0] and "damaged-1" in said[0]
    assert (tmp_path / "marks.json.journal.damaged-1").read_bytes() == damaged
    assert journal.read_bytes() == good and graded(folder, out) == (before, [])
    assert quick.graded == ["ada"]


def test_restart_keeps_what_there_was(tmp_path, quick):
    folder, out = students(tmp_path / "in", "ada"), tmp_path / "marks.json"
    graded(folder, out)
    journal = out.with_name("marks.json.journal")
    for k in (1, 2):
        before = journal.read_bytes()
        graded(folder, out, restart=True)
        assert (tmp_path / f"marks.json.journal.before-{k}").read_bytes() == before
        assert journal.read_bytes().split()[3] != before.split()[3]  # another secret
    assert quick.graded == ["ada"] * 3


def test_a_journal_that_is_gone_is_told(tmp_path, quick):
    folder, out = students(tmp_path / "in", "ada"), tmp_path / "marks.json"
    _marks, said = graded(folder, out)
    assert said == []
    out.with_name("marks.json.journal").unlink()
    _marks, said = graded(folder, out)
    assert "not its journal marks.json.journal" in said[0] and len(said) == 1


def test_a_journal_of_another_version_stays(tmp_path):
    path = tmp_path / "j"
    path.write_text('{"version": 2, "secret": "00"}\n')
    with pytest.raises(CourseError, match="another version"):
        Journal(path)
    assert path.read_text() == '{"version": 2, "secret": "00"}\n' and list(tmp_path.iterdir()) == [path]


def test_a_grading_that_was_stopped_while_it_wrote_is_told(tmp_path, monkeypatch):
    first = Journal(tmp_path / "j")
    monkeypatch.setattr("autograder.pools.journal._TURN", 0.1)
    with first._writing(), pytest.raises(CourseError, match="may have been stopped"):
        Journal(tmp_path / "j")
    Journal(tmp_path / "j").close()
    first.close()


# Pages, rights, a full disk


def test_a_page_that_is_gone_is_written_again_and_the_marks_stay(tmp_path, quick):
    folder, out = students(tmp_path / "in", "ada", "ben"), tmp_path / "marks.json"
    before, _said = graded(folder, out)
    page = tmp_path / "marks_feedback" / "ben" / f"{CHAPTER}.html"
    for change in (page.unlink, lambda: page.write_bytes(b"of another notebook" + page_of("other"))):
        change()
        marks, said = graded(folder, out)
        assert marks == before and "missing: 1" in said[0] and page_of("")[:6] in page.read_bytes()
        assert graded(folder, out) == (before, [])
    assert quick.graded == ["ada", "ben", "ben", "ben"]
    assert len(journalled(out)) == 2


def test_what_is_written_is_for_its_owner_alone(tmp_path, quick):
    folder, out = students(tmp_path / "in", "ada"), tmp_path / "marks.json"
    before = os.umask(0)
    try:
        graded(folder, out, csv=tmp_path / "marks.csv")
    finally:
        os.umask(before)
    mine = [p for p in tmp_path.rglob("*") if not p.is_relative_to(folder)]
    assert len(mine) == 6 and all(p.stat().st_mode & 0o077 == 0 for p in mine), mine


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_disk_that_is_full_at_the_marks_is_a_sentence(tmp_path, quick, monkeypatch, lang):
    monkeypatch.setenv("KFA_LANG", lang)
    folder, out = students(tmp_path / "in", "ada", "ben"), tmp_path / "marks.json"
    out.write_text("[]")
    write = private_file.write

    def full(path: Path, data: bytes) -> None:
        if path == out:
            raise OSError(28, "No space left on device")
        write(path, data)

    monkeypatch.setattr(private_file, "write", full)
    with pytest.raises(CourseError, match="No space left") as told:
        graded(folder, out)
    assert ("nothing is graded again" in str(told.value)) == (lang == "en") and "marks.json.journal" in str(told.value)
    monkeypatch.setattr(private_file, "write", write)
    assert out.read_text() == "[]" and len(graded(folder, out)[0]) == 2 and quick.graded == ["ada", "ben"]


def test_a_file_that_can_not_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "marks.json"
    private_file.write(path, b"old")

    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        private_file.write(path, b"new")
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def test_a_submission_that_goes_meanwhile_is_not_graded_and_the_others_are(tmp_path, quick, monkeypatch):
    folder, out = students(tmp_path / "in", "ada", "ben"), tmp_path / "marks.json"
    results = quick.results

    def gone(tasks: list[dict], data: Callable) -> Iterator:
        (folder / "ada" / CHAPTER / f"{CHAPTER}.ipynb").unlink()
        yield from results(tasks, data)

    monkeypatch.setattr(quick, "results", gone)
    marks, _said = graded(folder, out)
    assert marks[0]["exercises"][0]["status"] == "infrastructure" and "can't be read" in str(marks[0])
    assert quick.graded == ["ben"] and [name for name, *_more in journalled(out)] == ["ben"]


# Two at once


class Thread(threading.Thread):
    """A grading beside this one; `found` is what it gave, `said` what it says meanwhile."""

    def __init__(self, folder: Path, out: Path) -> None:
        super().__init__(daemon=True)
        self.said: list[str] = []
        self.how, self.found = (folder, out, self.said), ([], [])
        self.start()

    def run(self) -> None:
        self.found = graded(*self.how)


def pools(monkeypatch: pytest.MonkeyPatch, *each: Quick) -> None:
    """What gradings grade with, in the order in which they begin."""
    left = list(each)
    monkeypatch.setattr(grading, "LocalPool", lambda *_all: left.pop(0))


def test_a_second_grading_does_not_wait_for_a_loop_in_another_submission(tmp_path, monkeypatch):
    """Two assignments, one journal: the second is done while the first sits in one learner's loop."""
    first, second = students(tmp_path / "in", "ada"), students(tmp_path / "in2", "ada", chapter=OTHER)
    out, slow = tmp_path / "marks.json", Quick("ada")
    pools(monkeypatch, slow, Quick())
    stuck = Thread(first, out)
    assert slow.begun.wait(PATIENCE)
    done = Thread(second, out)
    done.join(PATIENCE)
    assert stuck.is_alive() and done.found[0][0]["chapter"] == OTHER
    slow.go.set()
    stuck.join(PATIENCE)
    assert stuck.found[0][0]["chapter"] == CHAPTER and len(journalled(out)) == 2


def test_many_that_write_one_file_write_it_whole(tmp_path):
    """By turns: none fails, none finds its file gone, and nothing is left beside it."""
    path = tmp_path / "marks.json"
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda k: private_file.write(path, bytes([k]) * 100_000), range(64)))
    found = path.read_bytes()
    assert len(found) == 100_000 and len(set(found)) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["marks.json"] and path.stat().st_mode & 0o777 == 0o600


def test_what_lies_in_the_way_of_a_file_is_no_hindrance(tmp_path):
    path, part = tmp_path / "marks.json", tmp_path / "marks.json.part"
    part.write_bytes(b"longer than what comes")  # of one that was killed
    private_file.write(path, b"new")
    (tmp_path / "other").write_bytes(b"theirs")
    part.symlink_to("other")
    private_file.write(path, b"newer")
    assert path.read_bytes() == b"newer" and not path.is_symlink()
    assert (tmp_path / "other").read_bytes() == b"theirs" and not part.exists()


def test_two_gradings_of_a_class_grade_each_submission_once(tmp_path, monkeypatch):
    folder, out = students(tmp_path / "in", "ada", "benjamin", "cy"), tmp_path / "marks.json"
    monkeypatch.setattr(telling, "QUIET", 0.0)
    slow, other = Quick("ada"), Quick()
    pools(monkeypatch, slow, other)
    one = Thread(folder, out)
    assert slow.begun.wait(PATIENCE)
    two = Thread(folder, out)
    until(lambda: len(other.graded) == 2)  # what the first is not at
    until(lambda: any("Another grading is at ada" in text for text in two.said))
    slow.go.set()
    one.join(PATIENCE)
    two.join(PATIENCE)
    assert slow.graded == ["ada"] and sorted(other.graded) == ["benjamin", "cy"]
    assert one.found[0] == two.found[0] and [m["score"] for m in one.found[0]] == [3, 8, 2]
    assert len(journalled(out)) == 3


def test_what_a_dead_grading_was_at_is_graded(tmp_path, quick):
    folder, out = students(tmp_path / "in", "ada"), tmp_path / "marks.json"
    code = (
        "import sys, pathlib\nfrom tests.test_operation import *\n"
        "slow = Quick('ada'); grading.LocalPool = lambda *_all: slow\n"
        "threading.Thread(target=lambda: (slow.begun.wait(), print('at work', flush=True)), daemon=True).start()\n"
        "graded(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, folder, out], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            assert process.stdout is not None and process.stdout.readline() == b"at work\n"
        finally:
            process.kill()
    assert len(graded(folder, out)[0]) == 1 and quick.graded == ["ada"]


def test_one_that_another_grading_never_finishes_is_graded_all_the_same(tmp_path, quick, monkeypatch):
    folder, out = students(tmp_path / "in", "ada"), tmp_path / "marks.json"
    monkeypatch.setattr("autograder.pools.orders._longest", lambda _chapter: 0.2)
    monkeypatch.setattr(Journal, "claim", lambda *_all: False)  # somebody who was stopped has it
    assert len(graded(folder, out)[0]) == 1 and quick.graded == ["ada"]


# Editions


def test_files_that_change_meanwhile_are_told_and_all_is_graded_by_the_new_ones(tmp_path, quick, monkeypatch):
    folder, out = students(tmp_path / "in", "ada", "ben"), tmp_path / "marks.json"
    now, results = ["a" * 64], quick.results
    monkeypatch.setattr("autograder.pools.grader.on_disk", lambda: now[0])

    def changed(tasks: list[dict], data: Callable) -> Iterator:
        for one, result in results(tasks, data):
            if one["course"] != now[0]:
                raise OtherEdition(now[0])
            yield one, result
            if now[0][0] == "a":
                now[0] = "b" * 64

    monkeypatch.setattr(quick, "results", changed)
    marks, said = graded(folder, out)
    assert len(marks) == 2 and len(said) == 1 and "files were changed" in said[0]
    assert [name for name, *_more in journalled(out)] == ["ada", "ada", "ben"]


class Warm:
    """A worker that says which edition it has loaded: in turn those of a list."""

    loaded: ClassVar[list[str]] = []

    def __init__(self, *_how: object) -> None:
        self.mine = self.loaded.pop(0)

    def grade(self, _data: bytes, of: dict) -> tuple[dict, bytes]:
        if of["course"] != self.mine:
            raise OtherEdition(self.mine)
        return {"by": self.mine}, b""

    def close(self) -> None:
        pass


def test_a_worker_that_has_loaded_other_files_is_replaced(monkeypatch):
    monkeypatch.setattr("autograder.pools.pool.Worker", Warm)
    Warm.loaded = ["old", "new"]
    pool = LocalPool(1)
    ((_task, result),) = pool.results([{"course": "new"}], lambda _task: b"")
    assert result == ({"by": "new"}, b"")
    Warm.loaded = ["new"] * 3
    with pytest.raises(OtherEdition):
        list(LocalPool(1, at_once=False).results([{"course": "newer"}], lambda _task: b""))


def test_the_digest_of_the_files_is_that_of_now(tmp_path, monkeypatch):
    monkeypatch.setattr(edition, "_files", lambda: sorted(tmp_path.iterdir()))
    (tmp_path / "a.py").write_text("1")
    first = edition.on_disk()
    (tmp_path / "a.py").write_text("2 ")
    second = edition.on_disk()
    (tmp_path / "a.py").unlink()
    assert len({first, second, edition.on_disk()}) == 3


# What it waits for


def test_it_says_what_it_waits_for(tmp_path, monkeypatch):
    monkeypatch.setattr(telling, "QUIET", 0.05)
    folder, slow = students(tmp_path / "in", "ada\N{RIGHT-TO-LEFT OVERRIDE}"[:3], "ben"), Quick("ben")
    monkeypatch.setattr(grading, "LocalPool", lambda *_all: slow)
    said: list[str] = []
    for lang, words in (("en", "Being graded: ben/01_introduction since"), ("zh", "正在评：ben/01_introduction")):
        monkeypatch.setenv("KFA_LANG", lang)
        slow.go.clear()
        thread = threading.Thread(
            target=grading.grade,
            args=(folder, Settings(tmp_path / f"{lang}.json", sandboxed=False)),
            kwargs={"say": said.append},
            daemon=True,
        )
        thread.start()
        until(lambda words=words: any(words in text for text in said))
        slow.go.set()
        thread.join(PATIENCE)
        assert len(said) < 12  # twice as long from one to the next
        said.clear()


def test_nothing_is_said_while_there_is_news():
    said: list[str] = []
    with telling.Watch(lambda: [], said.append):
        pass
    assert said == []


@pytest.fixture(scope="module")
def sandbox():
    needs.sandbox()


@contextlib.contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[LocalPool]]:
    """The pools that gradings make from now on."""
    made: list[LocalPool] = []

    def pool(*all_: object) -> LocalPool:
        made.append(LocalPool(*all_))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(grading, "LocalPool", pool)
    yield made


@pytest.mark.parametrize(
    "when",
    [pytest.param("while it warms up", marks=pytest.mark.thorough("at a submission is quick")), "at a submission"],
)
def test_a_frozen_worker_is_replaced(tmp_path, monkeypatch, sandbox, when):
    """SIGSTOP: another one grades what it had, long before all limits are over; the marks are the same."""
    folder, found = tmp_path / "in", []
    place(folder, "ada", CHAPTER, handed_in(CHAPTER, right(CHAPTER)))
    for name, value in (("_STOPPED", 2), ("_LOOK", 0.1), ("_WARM_UP", 1e6)):
        monkeypatch.setattr(worker, name, value)
    monkeypatch.setattr("autograder.pools.orders._longest", lambda _chapter: 1e6)
    with watched(monkeypatch) as made:
        thread = threading.Thread(
            target=lambda: found.extend(grading.grade(folder, Settings(tmp_path / "marks.json")).marks), daemon=True
        )
        thread.start()
        until(lambda: made and made[0].at_work() and (when == "while it warms up" or made[0]._all[0]._course))
        os.kill(made[0].pids[0], signal.SIGSTOP)
        thread.join(PATIENCE)
    assert [m["score"] for m in found] == [10] and len(made[0].pids) == 2


def test_a_worker_that_never_answers_is_given_up(monkeypatch):
    monkeypatch.setattr(worker.isolated, "python", lambda *_all: ["/bin/sleep", "900"])
    monkeypatch.setattr(worker, "_WARM_UP", 0.2)
    monkeypatch.setattr(worker, "_LOOK", 0.05)
    for lang in ("en", "zh"):
        made = Worker()
        with pytest.raises(
            WorkerDied, match=translate("the worker did not answer", lang)[:4] if lang == "en" else "应答"
        ):
            made.grade(b"", task(CHAPTER, lang=lang))
        assert not still_running([psutil.Process(made.pid)] if psutil.pid_exists(made.pid) else [])


@pytest.mark.thorough("two whole gradings; a killed one goes on in a quick test")
def test_a_grading_that_was_stopped_and_goes_on_gives_the_same_marks(sandbox):
    """Ctrl-Z, and `fg` after longer than an exercise may take: all clocks ran, no kernel did."""
    slow = "import time\nfor _k in range(20): time.sleep(0.1)\n"
    answers = right(CHAPTER) | {"ex01b": slow + right(CHAPTER)["ex01b"]}
    made = Worker()
    found: list[dict] = []
    thread = threading.Thread(
        target=lambda: found.append(grade(made, CHAPTER, handed_in(CHAPTER, answers), seconds=4)), daemon=True
    )
    try:
        grade(made, CHAPTER, handed_in(CHAPTER, right(CHAPTER)))  # it is warm
        process = psutil.Process(made.pid)
        before = len(process.children(recursive=True))
        thread.start()
        until(lambda: len(process.children(recursive=True)) > before)  # a kernel
        family = [process, *process.children(recursive=True)]
        for one in family:
            one.suspend()
        time.sleep(6)  # longer than the limit: this is the fault
        for one in reversed(family):
            one.resume()
        thread.join(PATIENCE)
    finally:
        made.close()
    assert {e["status"] for e in found[0].values()} == {"correct"}


# Signals


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """A temporary folder for this test, here and in what it starts."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def started(folder: Path, out: Path) -> subprocess.Popen:
    """`kfa grade` as a terminal starts it: a shell's background jobs ignore Ctrl-C."""

    def heed() -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)

    return subprocess.Popen(
        command(folder, out), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed
    )


def stopped(process: subprocess.Popen, number: int) -> str:
    """What a grading says when a signal ends it; nothing of it is left."""
    family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(number)
    _out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + number and "Traceback" not in err and not still_running(family), err
    return err


def test_ctrl_c_in_an_endless_loop_ends_it_and_keeps_what_was_finished(tmp_path, temporary, sandbox):
    folder, out = tmp_path / "in", tmp_path / "marks.json"
    answers = right(CHAPTER)
    place(folder, "ada", CHAPTER, handed_in(CHAPTER, answers | {"ex01a": LOOP + answers["ex01a"]}))
    place(folder, "ben", CHAPTER, handed_in(CHAPTER, right(CHAPTER)))
    place(folder, "cy", CHAPTER, handed_in(CHAPTER, wrong(CHAPTER)))
    process = started(folder, out)
    try:
        until(lambda: len(journalled(out)) == 2 or process.poll() is not None)
        err = stopped(process, signal.SIGINT)
    finally:
        process.kill()
    assert "Stopping. What was finished is kept" in err and "anew: 1." in err and "The same command goes on" in err
    assert list(temporary.iterdir()) == []
    (folder / "ada" / CHAPTER / f"{CHAPTER}.ipynb").write_bytes(handed_in(CHAPTER, answers))
    head = out.with_name("marks.json.journal").read_bytes()
    marks = grading.grade(folder, Settings(out)).marks
    assert [m["score"] for m in marks] == [10, 10, 0] and len(journalled(out)) == 3
    assert out.with_name("marks.json.journal").read_bytes().startswith(head)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_while_workers_warm_up_leaves_nothing(tmp_path, temporary, sandbox, name):
    folder, out = tmp_path / "in", tmp_path / "marks.json"
    place(folder, "ada", CHAPTER, handed_in(CHAPTER, right(CHAPTER)))
    process = started(folder, out)
    try:
        until(lambda: list(temporary.glob("kfa-worker-*/*")) or process.poll() is not None)  # 54 MB then
        assert "Stopping" in stopped(process, getattr(signal, name))
    finally:
        process.kill()
    assert list(temporary.iterdir()) == [] and journalled(out) == []


def test_what_ends_as_a_signal_comes_is_kept(tmp_path, quick, monkeypatch):
    """Finished, and not given out yet."""
    folder, out = students(tmp_path / "in", "ada", "ben"), tmp_path / "marks.json"
    results, rest = quick.results, []

    def interrupted(tasks: list[dict], data: Callable) -> Iterator:
        rest.extend(results(tasks, data))
        yield rest.pop(0)
        raise KeyboardInterrupt

    monkeypatch.setattr(quick, "results", interrupted)
    monkeypatch.setattr(quick, "stop", lambda: rest)
    with pytest.raises(KeyboardInterrupt):
        graded(folder, out)
    assert [name for name, *_more in journalled(out)] == ["ada", "ben"]


# nbgrader's side


def test_a_notebook_is_read_elsewhere_as_it_is_here(monkeypatch):
    data = handed_in(CHAPTER, right(CHAPTER))
    expected = submission.notebook(CHAPTER, data)
    monkeypatch.setattr("autograder.submissions.book.of", lambda _data: pytest.fail("read in this process"))
    found = reader.read(CHAPTER, data)
    assert found == expected and found.cells[0].cell_type == expected.cells[0].cell_type


@pytest.mark.parametrize("data", [b"no notebook", b"", b"[" * 100_000], ids=["text", "nothing", "deep"])
def test_what_can_not_be_read_is_none(data):
    with pytest.raises(Unreadable):
        submission.notebook(CHAPTER, data)
    assert reader.read(CHAPTER, data) is None


HOSTILE = {
    "memory": "reader._limit(); bytearray(8 * 2**30)",
    "time": "reader.SECONDS = 1; reader._limit()\nwhile True: pass",
    "crash": "import os; os.abort()",
    "sleep": "import time; time.sleep(900)",
    "flood": "print('x' * (reader._MOST + 2))",
}


@pytest.mark.parametrize("fault", HOSTILE)
def test_reading_that_goes_wrong_harms_nobody(monkeypatch, fault):
    if fault == "memory" and sys.platform != "linux":
        pytest.skip("Linux alone counts memory so.")
    monkeypatch.setattr(reader, "_WALL", 1.0 if fault == "sleep" else PATIENCE)
    start = reader.isolated.python
    code = f"from autograder.classroom import reader\n{HOSTILE[fault]}"
    monkeypatch.setattr(reader.isolated, "python", lambda *_all: start("-c", code))
    assert reader.read(CHAPTER, b"x" * 10**6) is None


def test_what_was_autograded_stays_where_grading_anew_fails(tmp_path):
    kept, graded_ = Kept(), tmp_path / "ada" / "01"
    graded_.mkdir(parents=True)
    (graded_ / "01.ipynb").write_text("with work in it")
    kept.keep(graded_)
    assert glob.glob(f"{tmp_path}/*/*") == [str(graded_)]  # as nbgrader looks
    (graded_ / "01.ipynb").unlink()
    graded_.rmdir()  # nbgrader's, before and after it fails
    assert kept.settle() == [graded_] and (graded_ / "01.ipynb").read_text() == "with work in it"
    kept.keep(graded_)
    (graded_ / "01.ipynb").unlink()
    (graded_ / "01.ipynb").write_text("graded anew")
    assert kept.settle() == [] and (graded_ / "01.ipynb").read_text() == "graded anew"
    assert os.listdir(tmp_path / "ada") == ["01"]
    # one that was killed in between
    Kept().keep(graded_)
    (graded_ / "01.ipynb").unlink()
    graded_.rmdir()
    kept.keep(graded_)
    assert kept.settle() == [graded_] and (graded_ / "01.ipynb").read_text() == "graded anew"
