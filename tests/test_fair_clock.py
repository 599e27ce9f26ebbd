"""A limit counts what a process had, not what others took from it."""

import os

import pytest

from helpers import fair_clock
from helpers.fair_clock import FairClock, fair, scheduled


@pytest.mark.parametrize(
    ("wall", "ran", "waited", "counts"),
    [
        (10.0, 10.0, 0.0, 10.0),  # alone on the machine
        (10.0, 0.0, 0.0, 10.0),  # asleep, or a system that tells nothing
        (10.0, 0.01, 0.02, 9.98),  # nearly asleep
        (10.0, 2.5, 7.5, 2.5),  # one thread beside three of others
        (10.0, 5.0, 15.0, 2.5),  # two threads beside six of others
        (10.0, 20.0, 200.0, 10.0),  # a crowd of its own, on both processors
        (10.0, 80.0, 0.0, 40.0),  # on eight processors, of which two may be its own
        (10.0, -1.0, -1.0, 10.0),  # threads that have ended took their numbers with them
    ],
)
def test_what_counts(wall, ran, waited, counts):
    assert fair(wall, ran, waited, processors=2) == pytest.approx(counts)


@pytest.mark.skipif(
    not os.path.exists("/proc/self/schedstat"), reason="This system doesn't tell how long threads wait."
)
def test_this_process_is_scheduled():
    before = scheduled([os.getpid()])
    sum(range(10**6))
    assert scheduled([os.getpid()])[0] > before[0]


def test_what_is_gone_has_no_time():
    assert scheduled([2**22 + 1]) == (0.0, 0.0)


def test_a_starved_process_has_more_wall_time_and_not_without_end(monkeypatch):
    now, numbers = [0.0], [(0.0, 0.0)]
    monkeypatch.setattr(fair_clock.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(fair_clock, "scheduled", lambda _pids: numbers[0])
    clock = FairClock(4.0, lambda: [1])
    now[0], numbers[0] = 4.0, (1.0, 3.0)
    assert not clock.over() and clock.left == pytest.approx(3.0)
    now[0], numbers[0] = 7.0, (4.0, 3.0)
    assert clock.over()
    clock = FairClock(4.0, lambda: [1])
    now[0], numbers[0] = now[0] + fair_clock.MOST * 4.0, (4.0, 1000.0)
    assert clock.over()
