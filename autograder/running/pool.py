"""Who grades: workers on this machine, or those of a Dask cluster. Both take bytes and give marks."""

import os
import queue
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, Protocol

from autograder.running.worker import Worker, WorkerDied

TRIES = 3
"""A worker may die of what is not the submission's fault, so another one tries again."""

Result = tuple[dict, bytes]


class NotGraded(Exception):
    """No worker could grade a submission: what the last one said."""


class Pool(Protocol):
    """Grades notebooks, several at a time."""

    def results(self, tasks: list[dict], data: Callable[[dict], bytes]) -> Iterator[tuple[dict, Result | NotGraded]]:
        """Each task with its marks and page, as they come; or with why no worker could grade it."""

    def close(self) -> None: ...


class LocalPool:
    """Workers on this machine, each a process of its own with its warm process.

    Args:
        workers: how many.
        sandboxed: see `autograder.running.zygote`.
        at_once: they warm up now, not each when it is needed first.
    """

    def __init__(self, workers: int, sandboxed: bool = True, at_once: bool = True) -> None:
        self._count, self._sandboxed = workers, sandboxed
        self._threads = max(1, (os.cpu_count() or 1) // workers)
        self._idle: queue.LifoQueue[tuple[int, Worker | None]] = queue.LifoQueue()
        self._all: list[Worker] = []
        self._closing = threading.Event()
        # Kernels of one number share a limit on processes, and others on this machine may grade, too: it is drawn
        first = secrets.randbelow(2**20) * 1024
        for number in reversed(range(first, first + workers)):
            self._idle.put((number, self._worker() if at_once else None))

    def _worker(self) -> Worker:
        worker = Worker(self._sandboxed, self._threads)
        self._all.append(worker)
        return worker

    def results(self, tasks: list[dict], data: Callable[[dict], bytes]) -> Iterator[tuple[dict, Result | NotGraded]]:
        with ThreadPoolExecutor(self._count) as threads:
            waiting = iter(tasks)
            running: dict[Future, dict] = {}
            while True:
                for task in waiting:
                    running[threads.submit(self._grade, task, data)] = task
                    if len(running) > self._count:
                        break
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()

    def _grade(self, task: dict, data: Callable[[dict], bytes]) -> Result | NotGraded:
        content, why = data(task), ""
        for _try in range(TRIES):
            if self._closing.is_set():
                break
            number, worker = self._idle.get()  # the last one that was put back: a warm one, where there is one
            alive = None
            try:
                worker = worker or self._worker()
                result = worker.grade(content, task | {"number": number})
                alive = worker
                return result
            except (WorkerDied, OSError) as error:
                why = str(error)
            finally:
                self._idle.put((number, alive))
        return NotGraded(why)

    @property
    def pids(self) -> list[int]:
        return [worker.pid for worker in self._all]

    def close(self) -> None:
        self._closing.set()
        for worker in self._all:
            worker.close()


def grade_here(content: bytes, task: dict[str, Any], sandboxed: bool) -> Result | NotGraded:
    """Grade in this process of a cluster, which may have several threads: each gets a worker that stays for the next."""
    with _here_lock:
        if sandboxed not in _here:
            _here[sandboxed] = LocalPool(os.cpu_count() or 1, sandboxed, at_once=False)
        pool = _here[sandboxed]
    return pool._grade(task, lambda _task: content)


_here: dict[bool, LocalPool] = {}
_here_lock = threading.Lock()
