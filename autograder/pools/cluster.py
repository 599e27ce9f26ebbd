"""A Dask cluster grades: its workers get submissions as bytes and send back marks and pages; no disk is shared."""

import contextlib
import queue
import time
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import Any

from autograder.pools import remote
from autograder.pools.members import Members
from autograder.pools.pool import TRIES, AtWork, Data, NotGraded, Result
from autograder.pools.scheduler import Line
from autograder.pools.telling import Say, to_stderr
from helpers.language import translate as _

_AHEAD = 2
"""Submissions in flight for each thread of the workers: one is graded, one waits there; the others stay on the disk."""
_FETCH = 120.0
"""Seconds that a result may take on its way; where the worker that holds it has died, it is graded again."""


@dataclass
class _Job:
    """A submission on its way: how often a worker died or failed with it, why, at which ones it failed, who has it,
    since when."""

    task: dict
    tries: int = 0
    why: str = ""
    failed_at: set[str] = field(default_factory=set)
    worker: str = ""
    since: float = 0.0
    future: Any = None

    @property
    def last(self) -> bool:
        """This is its last try: it has a worker for itself, so that it does not pay for another one's fault."""
        return self.tries == TRIES - 1


class ClusterPool:
    """The workers of a Dask cluster; those that come or go meanwhile are used or done without.

    Args:
        address: of the scheduler, such as "tcp://10.0.0.1:8786".
        sandboxed: see `autograder.sandbox.zygote`.
        say: called with what concerns the cluster alone: a warning, a worker that is left out.

    Raises:
        CourseError: no Dask here, or no scheduler there that can be used.
    """

    def __init__(self, address: str, sandboxed: bool = True, say: Say = to_stderr) -> None:
        self._line = Line(address, say)
        self._sandboxed = sandboxed
        self._members = Members(self._line, sandboxed, say)
        self._running: dict[str, _Job] = {}
        self._done: queue.SimpleQueue = queue.SimpleQueue()

    def results(self, tasks: list[dict], data: Data) -> Iterator[tuple[dict, Result | NotGraded | None]]:
        """See `pool.Pool`.

        Raises:
            CourseError: the scheduler is gone, or has had no worker for too long.
        """
        waiting = deque(_Job(task) for task in tasks)
        while waiting or self._running:
            self._members.look()
            for job in self._orphans():
                if job.tries >= TRIES:
                    yield job.task, NotGraded(job.why)
                else:
                    waiting.append(job)
            hopeless = self._members.hopeless()
            if hopeless and not self._running:
                yield from ((job.task, NotGraded(job.why or hopeless)) for job in waiting)
                return
            if not waiting:
                waiting.extend(self._taken_from_the_busy())
            for job in self._hand_out(waiting, data):
                yield job.task, None
            for job in self._finished():
                result = self._result(job)
                if result is None:
                    waiting.append(job)
                else:
                    yield job.task, result

    def _hand_out(self, waiting: deque[_Job], data: Data) -> list[_Job]:
        """Give each worker what it can do now. We choose it, not Dask: so we know whose worker died.

        Returns:
            those that are not to be graded after all.
        """
        dropped = []
        loads = self._loads()
        alone = {job.worker for job in self._running.values() if job.last}
        for _turn in range(len(waiting)):
            job = waiting.popleft()
            address = self._free(job, loads, alone)
            if address:
                content = data(job.task)
                if content is None:
                    dropped.append(job)
                    continue
                self._submit(job, address, content)
                loads[address] += 1
                alone |= {address} if job.last else set()
            elif job.last:
                waiting.append(job)
            else:
                waiting.appendleft(job)
                break
        return dropped

    def _loads(self) -> Counter[str]:
        return Counter(job.worker for job in self._running.values())

    def _free(self, job: _Job, loads: Counter[str], alone: set[str]) -> str | None:
        fit = self._members.fit
        wanted = fit.keys() - job.failed_at or fit.keys()
        free = [a for a in wanted - alone if loads[a] < (1 if job.last else _AHEAD * fit[a])]
        return min(free, key=lambda address: loads[address] / fit[address], default=None)

    def _submit(self, job: _Job, address: str, content: bytes) -> None:
        job.worker, job.since = address, time.monotonic()
        asked = (remote.grade, content, job.task, self._sandboxed, remote.edition())
        job.future = self._line.submit(*asked, workers=[address], allow_other_workers=False)
        self._running[job.future.key] = job
        job.future.add_done_callback(self._done.put)

    def _orphans(self) -> list[_Job]:
        """Take back what workers had that are gone; what they were grading has one try less."""
        found = []
        for address, threads in self._members.gone():
            for place, job in enumerate([job for job in self._running.values() if job.worker == address]):
                if job.future.done():
                    continue
                if place < threads:
                    job.tries += 1
                    job.why = _("each worker that had it died")
                self._take_back(job)
                found.append(job)
        return found

    def _taken_from_the_busy(self) -> list[_Job]:
        """In the end: what waits at a worker though another one has nothing to do."""
        loads, fit = self._loads(), self._members.fit
        idle = sum(not loads[address] for address in fit)
        found = []
        for job in reversed(list(self._running.values())):
            if len(found) < idle and job.worker in fit and loads[job.worker] > fit[job.worker]:
                loads[job.worker] -= 1
                self._take_back(job)
                found.append(job)
        return found

    def _take_back(self, job: _Job) -> None:
        del self._running[job.future.key]
        with contextlib.suppress(Exception):  # the scheduler may be gone; then nobody grades it
            job.future.cancel()
        job.future = None

    def _finished(self) -> Iterator[_Job]:
        """Those that are done by now; waits a moment where none is."""
        with contextlib.suppress(queue.Empty):
            future = self._done.get(timeout=0.5)
            while True:
                job = self._running.pop(future.key, None)
                if job:
                    yield job
                future = self._done.get_nowait()

    def _result(self, job: _Job) -> Result | NotGraded | None:
        """What a finished job gave; None if it is to be tried again."""
        from distributed.scheduler import KilledWorker

        future, job.future = job.future, None  # Dask forgets a result that nobody holds
        try:
            answer = future.result(timeout=_FETCH)
        except (CancelledError, TimeoutError):  # the scheduler was started anew, or the result got lost
            return None
        except KilledWorker as error:
            job.tries += error.allowed_failures + 1
            job.why = _("each worker that had it died")
        except Exception as error:
            if self._line.closed:  # no fault of this one; the next look tells
                return None
            job.tries += 1
            job.why = f"{type(error).__name__}: {error}"[:500]
        else:
            by = answer["by"]
            if "marks" in answer:
                self._members.succeeded(by)
                return answer["marks"], answer["page"]
            if "unfit" in answer:
                self._members.refused(by, answer["unfit"])
                return None
            job.tries += 1
            job.why = answer["failed"]
            job.failed_at.add(by)
            self._members.failed(by, job.why)
        return NotGraded(job.why) if job.tries >= TRIES else None

    def at_work(self) -> list[AtWork]:
        return [(job.task, job.since) for job in list(self._running.values())]

    def stop(self) -> list[tuple[dict, Result]]:
        done = []
        for job in list(self._running.values()):
            with contextlib.suppress(Exception):  # the scheduler may be gone, the result be lost
                answer = job.future.result(timeout=1) if job.future.status == "finished" else {}
                if "marks" in answer:
                    done.append((job.task, (answer["marks"], answer["page"])))
                job.future.cancel()
        self._running = {}
        self.close()
        return done

    def close(self) -> None:
        """Leave the cluster; what waits there is dropped, its workers stay."""
        self._line.close()
