"""A time limit that is fair: while a process waits for a processor that others keep busy, its time does not run.

What counts is wall time less the share that the process's threads spent waiting to be scheduled, as Linux tells it
(`/proc/PID/task/*/schedstat`: nanoseconds run and waited). Where it tells nothing, wall time counts.
"""

import os
import time
from collections.abc import Callable, Iterable

MOST = 24.0
"""However busy the machine is: the wall time that a limit may take, as a multiple of it."""
_LEAST = 0.02
"""Seconds between two looks."""


class FairClock:
    """Counts a limit of `seconds` down for the processes whose numbers `pids` gives.

    Args:
        processors: that they may keep busy. More of them make the time run faster.
    """

    def __init__(
        self, seconds: float, pids: Callable[[], Iterable[int]], processors: int = os.cpu_count() or 1
    ) -> None:
        self._pids, self._processors = pids, processors
        self._left, self._last = seconds, time.monotonic()
        self._end = self._last + MOST * seconds
        self._ran, self._waited = scheduled(pids())

    @property
    def left(self) -> float:
        """Seconds until `over` should be asked again."""
        return max(self._left, _LEAST)

    def over(self) -> bool:
        """Whether the time has run out."""
        now, (ran, waited) = time.monotonic(), scheduled(self._pids())
        self._left -= fair(now - self._last, ran - self._ran, waited - self._waited, self._processors)
        self._last, self._ran, self._waited = now, ran, waited
        return self._left <= 0 or now >= self._end


def fair(wall: float, ran: float, waited: float, processors: int = os.cpu_count() or 1) -> float:
    """The part of `wall` seconds that counts.

    Args:
        ran: seconds of processor time in it.
        waited: seconds in which a thread could have run and had no processor.
        processors: that may be kept busy. Who runs on all of them has the whole time, however many threads wait; who
            runs on more has more than that.
    """
    ran, waited = max(ran, 0.0), max(waited, 0.0)  # threads that ended are not counted any more
    served = wall * ran / (ran + waited) if ran + waited > 0 else wall  # of several threads
    return max(min(wall, max(wall - waited, served)), ran / processors)


def scheduled(pids: Iterable[int]) -> tuple[float, float]:
    """Seconds that all threads of these processes have run, and waited to run; zeros where that can't be read."""
    ran = waited = 0
    for pid in pids:
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/schedstat", "rb") as file:
                    first, second, *_rest = file.read().split()
                ran, waited = ran + int(first), waited + int(second)
        except (OSError, ValueError):
            continue
    return ran / 1e9, waited / 1e9
