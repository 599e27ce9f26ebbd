"""The desk: whatever goes wrong there ends a child, costs one piece of work, and is told; the next one is done."""

import gc
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from autograder.feedback.words import sentence
from autograder.graphs.finding import Finding
from autograder.sandbox import frames
from autograder.sandbox.desk import Desk, Fault, NoDesk, limit_processor
from autograder.sandbox.zygote import KernelDied, ZygoteDied
from autograder.submissions import cells, execution, marking, reading, submission
from tests.handed_in import SECRET, edited, handed_in, right, task

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Submissions are graded on Linux.")
CHAPTER = "01_introduction"
DATA = handed_in(CHAPTER, right(CHAPTER))
Work = Callable[[socket.socket, dict], dict]


def at(work: Work, memory: int = 200) -> Desk:
    """A desk at which this is done."""

    def serve(channel: socket.socket) -> None:
        while True:
            try:
                message, _data = frames.receive(channel)
            except frames.FrameError:
                return
            limit_processor(message["seconds"])
            frames.send(channel, work(channel, message))

    return Desk(serve, memory)


def loop(*_of):
    while True:
        pass


def one_call(*_of):
    """One call of C, in which Python handles no signal."""
    return {"sum": sum(range(10**15))}


def sleep(*_of):
    time.sleep(10**6)


def collect(*_of):
    return {"collected": gc.collect() >= 0}


def deaf(*_of):
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    loop()


def fill(*_of):
    return {"size": len(b"x" * (1 << 30))}


def fill_by_and_by(*_of):
    kept = []
    while True:
        kept.append(bytearray(1 << 24))


def recurse(*_of):
    return recurse()


def leave(*_of):
    os._exit(0)


def abort(*_of):
    os.abort()


def garbage(channel, _message):
    channel.sendall(b"\xff" * 1000)
    time.sleep(10**6)


FAULTS = {
    loop: "timeout",
    one_call: "timeout",
    sleep: "timeout",
    deaf: "timeout",
    fill: "killed",
    fill_by_and_by: "killed",
    recurse: "killed",
    leave: "killed",
    abort: "killed",
    garbage: "killed",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_is_told_and_the_next_work_is_done(fault):
    others = set(psutil.Process().children())  # orphans of other tests, which this process adopts (whole_run)
    desk = at(lambda channel, message: fault(channel, message) if message["do"] == "wrong" else {"pid": os.getpid()})
    try:
        first = desk.work(10, do="right")[0]["pid"]
        assert desk.work(10, do="right")[0]["pid"] == first  # it lives on
        with pytest.raises(Fault) as caught:
            desk.work(0.5, do="wrong")
        assert caught.value.why == FAULTS[fault]
        assert not psutil.pid_exists(first)
        assert desk.work(10, do="right")[0]["pid"] != first
    finally:
        desk.close()
    left = set(psutil.Process().children()) - others
    assert not [p for p in left if p.status() == psutil.STATUS_ZOMBIE]


def test_one_that_somebody_else_killed_is_tried_once_more(tmp_path):
    def once(_channel, _message):
        mark = Path(tmp_path, "mark")
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return {"done": True}

    desk = at(once)
    assert desk.work(10, do="it")[0] == {"done": True}
    desk.close()


class Wanted(Exception):
    pass


def ask_for_more(channel, message):
    asked = 0
    while True:
        frames.send(channel, {"wants": asked})
        reply, _data = frames.receive(channel)
        asked += 1
        if reply.get("stop") or reply.get("enough"):
            return {"asked": asked, "pid": os.getpid()}


def test_what_it_wants_meanwhile_it_gets():
    desk = at(ask_for_more)
    found = desk.work(10, wanted=lambda want, _data: ({"enough": want["wants"] == 3}, b""), do="it")[0]
    assert found["asked"] == 4

    def raising(_want, _data):
        raise Wanted

    with pytest.raises(Wanted):
        desk.work(10, wanted=raising, do="it")
    assert desk.work(10, do="it")[0]["pid"] == found["pid"]  # it was told, and goes on
    with pytest.raises(Fault):  # it never has enough
        desk.work(10, wanted=lambda *_of: ({}, b""), do="it")
    desk.close()


def test_no_time_runs_while_it_waits_for_its_caller():
    def slowly(_want, _data):
        time.sleep(1.5)
        return {"enough": True}, b""

    desk = at(ask_for_more)
    assert desk.work(0.7, wanted=slowly, do="it")[0]["asked"] == 1
    desk.close()


def test_nobody_to_do_it_is_no_fault_of_the_work(monkeypatch):
    def full():
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", full)
    with pytest.raises(NoDesk):
        at(leave).work(10, do="it")


class Slow:
    """Its finalizer needs what only the parent has, as those of TensorFlow's iterators need its threads."""

    def __del__(self):
        time.sleep(1.5)


def test_what_the_parent_threw_away_is_not_finalized_there():
    gc.collect()
    gc.disable()
    try:
        slow = Slow()
        slow.itself = slow
        del slow
        desk = at(collect)
        assert desk.work(0.7, do="it")[0]["collected"]
        desk.close()
    finally:
        gc.enable()


# Reading there


@pytest.mark.parametrize(("fault", "key"), [(loop, "too_long"), (fill, "too_hard"), (leave, "too_hard")])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_can_not_be_read_there_says_why(monkeypatch, fault, key, lang):
    monkeypatch.setattr(reading, "SECONDS", 0.5)
    desk = at(fault)
    with pytest.raises(submission.Unreadable) as caught:
        reading.read(desk, CHAPTER, DATA)
    desk.close()
    finding = caught.value.finding
    assert finding.key == f"submission.{key}"
    assert "…" not in sentence(finding, lang) and (lang == "en") == sentence(finding, lang).isascii()


def test_code_that_is_hard_to_parse_is_run_without_a_look_at_it(monkeypatch):
    """The child fails whenever it looks at code: then all cells are run, and the answers are where they were."""
    monkeypatch.setattr(cells, "names_of", leave)
    desk = marking.desk()
    found = reading.read(desk, CHAPTER, DATA)
    desk.close()
    monkeypatch.undo()
    assert found.whole and [a.cells for a in found.answers] == [a.cells for a in submission.read(CHAPTER, DATA).answers]


def test_what_is_read_there_is_what_is_read_here():
    data = edited(DATA, lambda cells: [*cells, {"cell_type": "code", "source": "x = '\ud800'; %magic", "outputs": []}])
    data = edited(data, lambda cells: [c for c in cells if c.get("id") != "check-ex01b"])
    desk = marking.desk()
    assert reading.read(desk, CHAPTER, data) == submission.read(CHAPTER, data)
    desk.close()


# Judging and drawing there: one exercise of three pays


class Warm:
    """Stands for the warm process: its kernels run nothing, and give empty evidence; `dead` says of which exercise."""

    def __init__(self, dead: str = "", error: Exception | None = None) -> None:
        self.dead, self.error = dead, error

    def kernel(self, *_of):
        return self

    def ask(self, _limit, _data=b"", **message):
        if message.get("exercise") == self.dead and self.error:
            raise self.error
        return {"outputs": [], "error": None, "missing": False}, b"evidence"

    def close(self):
        pass


def statuses(**other: str) -> list[str]:
    """Of the chapter's exercises in their order: all correct but these."""
    return [other.get(name, "correct") for name in right(CHAPTER)]


def judged(work: Work, warm: Warm | None = None) -> execution.Graded:
    """The marks where the second exercise is judged by `work`, and all others are right."""

    def judge(channel, message):
        if (message["do"] == "judge" and message["exercise"] == "ex01b") or message["do"] == "draw":
            return work(channel, message)
        frames.send(channel, {"wants": "evidence", "parameters": {"seed": 1}})
        if frames.receive(channel)[0].get("stop"):
            return {"stopped": True}
        return reply("correct", 3)

    desk = at(judge)
    try:
        return execution.grade(submission.read(CHAPTER, DATA), warm or Warm(), desk, bytes.fromhex(SECRET))
    finally:
        desk.close()


def reply(status: str, score: float, marked: bool = False) -> dict:
    empty: dict = {name: [] for name in ("findings", "facts", "pieces")}
    return empty | {"score": score, "most": 3, "status": status, "marked": marked, "fits": -1}


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr("autograder.submissions.judging._JUDGING", 0.5)
    monkeypatch.setattr("autograder.submissions.judging._DRAWING", 0.5)


KEYS = {"timeout": "judging.timeout", "killed": "judging.killed"}


@pytest.mark.parametrize("fault", [one_call, fill, abort], ids=lambda fault: fault.__name__)
def test_a_fault_in_judging_costs_its_exercise_alone(impatient, fault):
    found = judged(fault).verdicts
    assert [v.status for v in found.values()] == statuses(ex01b="incorrect") and found["ex01b"].score == 0
    finding = found["ex01b"].findings[0]
    assert finding.key == KEYS[FAULTS[fault]]
    for lang in ("en", "zh"):
        assert "count_dense_params" in sentence(finding, lang) and "…" not in sentence(finding, lang)


def test_a_judge_that_raises_costs_its_exercise_alone():
    found = judged(lambda *_of: {"failed": "ValueError: odd"}).verdicts
    assert [v.status for v in found.values()] == statuses(ex01b="incorrect")
    assert found["ex01b"].findings[0] == Finding("evidence.refused", {"reason": "ValueError: odd"})


def test_a_reply_of_another_form_costs_its_exercise_alone():
    found = judged(lambda *_of: {"score": 3}).verdicts
    assert [v.status for v in found.values()] == statuses(ex01b="incorrect")
    assert found["ex01b"].findings[0].key == "run.failed"


@pytest.mark.parametrize("fault", [one_call, fill, abort], ids=lambda fault: fault.__name__)
def test_a_fault_in_drawing_costs_the_picture_alone(impatient, fault):
    def work(channel, message):
        return fault(channel, message) if message["do"] == "draw" else reply("partial", 1.5, marked=True)

    found = judged(work)
    assert [v.score for v in found.verdicts.values()] == [3, 1.5, 3, 3] and not any(found.pictures.values())


def test_a_kernel_that_dies_while_it_is_asked_costs_its_exercise_alone():
    def work(channel, _message):
        frames.send(channel, {"wants": "evidence", "parameters": {"seed": 1}})
        assert frames.receive(channel)[0]["stop"]
        return {"stopped": True}

    # each time all that are open are asked anew, so the kernel dies for one of them alone
    found = judged(work, Warm("ex01b", KernelDied("timeout"))).verdicts
    assert [v.status for v in found.values()] == statuses(ex01b="timeout")


def test_what_is_asked_once_more_is_asked_of_another_kernel():
    """It runs the cells of that answer alone; the first one goes on to the next exercise."""
    log = []

    class Numbered(Warm):
        def __init__(self) -> None:
            super().__init__()
            self.kernels = 0

        def kernel(self, *_of):
            one, one.number = Numbered(), self.kernels
            self.kernels += 1
            return one

        def ask(self, limit, data=b"", **message):
            log.append((self.number, message.get("code", message.get("exercise"))))
            return super().ask(limit, data, **message)

    def work(channel, _message):
        for again in (0, 1):
            frames.send(channel, {"wants": "evidence", "parameters": {"again": again}})
            frames.receive(channel)
        return reply("correct", 3)

    found = judged(work, Numbered()).verdicts
    assert [v.status for v in found.values()] == statuses()
    answer = right(CHAPTER)["ex01b"]
    assert [said for number, said in log if number == 1] == [answer, "ex01b"]
    assert sorted(said for number, said in log if number == 0 and said in found) == list(found)


@pytest.mark.parametrize("error", [RecursionError("deep"), MemoryError(), KeyError("x"), UnicodeError()], ids=repr)
def test_whatever_is_raised_is_the_submissions(error):
    found = judged(lambda *_of: reply("correct", 3), Warm("ex01a", error)).verdicts
    assert [v.status for v in found.values()] == statuses(ex01a="incorrect")
    assert found["ex01a"].findings[0].key == "run.failed"


@pytest.mark.parametrize("raised", [RecursionError("deep"), MemoryError(), OSError(7, "no")], ids=repr)
@pytest.mark.parametrize("step", ["_once", "graded", "_page"])
def test_whatever_is_raised_anywhere_is_told_as_the_submissions(monkeypatch, raised, step):
    def raising(*_of, **_more):
        raise raised

    monkeypatch.setattr(marking if step == "_page" else execution._Run, step, raising)
    desk = marking.desk()
    marks, page = marking.mark(Warm(), desk, DATA, task(CHAPTER))
    desk.close()
    assert {e["status"] for e in marks["exercises"]} == {"error"} and marks["score"] == 0
    assert type(raised).__name__ in marks["exercises"][0]["findings"][0]["text"] and page
    json.dumps(marks)


@pytest.mark.parametrize("error", [ZygoteDied("gone"), NoDesk("none")], ids=repr)
def test_the_end_of_the_warm_process_is_not_the_submissions(error):
    desk = marking.desk()
    with pytest.raises(type(error)):
        marking.mark(Warm("ex01a", error), desk, DATA, task(CHAPTER))
    desk.close()
