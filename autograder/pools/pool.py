"""Who grades: workers on this machine, or those of a Dask cluster. Both take bytes and give marks."""

import contextlib
import os
import queue
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol

from autograder.pools.worker import OtherEdition, Worker, WorkerDied
from autograder.submissions.task import Task

TRIES = 3
"""A worker may die of what is not the submission's fault, so another one tries again."""

Result = tuple[dict, bytes]
Data = Callable[[Task], bytes | None]
"""A task's notebook, when it is its turn; None where it is not to be graded after all."""
AtWork = tuple[dict, float]
"""A task that a worker is at, and since when (`time.monotonic`)."""


class NotGraded(Exception):
    """No worker could grade a submission: what the last one said."""


class Pool(Protocol):
    """Grades notebooks, several at a time."""

    def results(self, tasks: list[Task], data: Data) -> Iterator[tuple[Task, Result | NotGraded | None]]:
        """Each task with its marks and page, as they come; with why no worker could grade it; None as `data` gave."""

    def at_work(self) -> list[AtWork]:
        """What is being graded now."""

    def stop(self) -> list[tuple[dict, Result]]:
        """End all work at once, also where `results` was left; gives what was finished and not given out yet."""

    def close(self) -> None: ...


class LocalPool:
    """Workers on this machine, each a process of its own with its warm process.

    Args:
        workers: how many.
        sandboxed: see `autograder.sandbox.zygote`.
        at_once: they warm up now, not each when it is needed first.
    """

    def __init__(self, workers: int, sandboxed: bool = True, at_once: bool = True) -> None:
        self._count, self._sandboxed = workers, sandboxed
        self._threads = max(1, (os.cpu_count() or 1) // workers)
        self._idle: queue.LifoQueue[tuple[int, Worker | None]] = queue.LifoQueue()
        self._all: list[Worker] = []
        self._running: dict[Future, dict] = {}
        self._at_work: dict[int, AtWork] = {}
        self._closing, self._starting = threading.Event(), threading.Lock()
        # Kernels of one number share a limit on processes, and others on this machine may grade, too: it is drawn
        first = secrets.randbelow(2**20) * 1024
        for number in reversed(range(first, first + workers)):
            self._idle.put((number, self._first() if at_once else None))

    def _first(self) -> Worker | None:
        with contextlib.suppress(OSError):  # told when there is something to grade and it fails again
            return self._worker()
        return None

    def _worker(self) -> Worker:
        with self._starting:  # none begins behind `close`
            if self._closing.is_set():
                raise WorkerDied("no worker is started any more")
            worker = Worker(self._sandboxed, self._threads)
            self._all.append(worker)
            return worker

    def results(self, tasks: list[Task], data: Data) -> Iterator[tuple[Task, Result | NotGraded | None]]:
        """See `Pool`.

        Raises:
            OtherEdition: the course's files are not those any more that the tasks want.
        """
        threads = ThreadPoolExecutor(self._count)
        running = self._running = {}
        try:
            waiting = iter(tasks)
            while True:
                for task in waiting:
                    running[threads.submit(self.grade, task, data)] = task
                    if len(running) > self._count:
                        break
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()
        finally:  # also where whoever asks is stopped: nobody waits for endless loops then
            threads.shutdown(wait=False, cancel_futures=True)

    def grade(self, task: Task, data: Data) -> Result | NotGraded | None:
        """Grade one submission, by the next worker that is free; see `results`.

        Raises:
            OtherEdition: no worker here may grade it.
        """
        content, why = data(task), ""
        other: OtherEdition | None = None
        if content is None:
            return None
        for _try in range(TRIES):
            number, worker = self._idle.get()  # the last one that was put back: a warm one, where there is one
            alive = None
            try:
                worker = worker or self._worker()
                self._at_work[number] = task, time.monotonic()
                result = worker.grade(content, task | {"number": number})
                alive = worker
                return result
            except OtherEdition as error:  # one that was warm already: a new one loads the files as they are now
                worker.close()
                other = error
            except (WorkerDied, OSError) as error:
                why = str(error)
            finally:
                self._at_work.pop(number, None)
                self._idle.put((number, alive))
        if other:
            raise other
        return NotGraded(why)

    def at_work(self) -> list[AtWork]:
        return list(self._at_work.values())

    def stop(self) -> list[tuple[dict, Result]]:
        self._closing.set()
        done = [(task, future) for future, task in self._running.items() if future.done() and not future.cancelled()]
        self._running = {}
        self.close()
        return [
            (task, found)
            for task, future in done
            if not future.exception() and isinstance(found := future.result(), tuple)
        ]

    @property
    def pids(self) -> list[int]:
        return [worker.pid for worker in self._all]

    def close(self) -> None:
        with self._starting:
            self._closing.set()
        for worker in self._all:
            worker.close()


def grade_here(content: bytes, task: Task, sandboxed: bool) -> Result | NotGraded:
    """Grade in this process of a cluster, which may have several threads: each gets a worker that stays for the next.

    Raises:
        OtherEdition: the course here is not the one that is wanted.
    """
    with _here_lock:
        if sandboxed not in _here:
            _here[sandboxed] = LocalPool(os.cpu_count() or 1, sandboxed, at_once=False)
        pool = _here[sandboxed]
    return pool.grade(task, lambda _task: content)  # type: ignore[return-value]


_here: dict[bool, LocalPool] = {}
_here_lock = threading.Lock()
