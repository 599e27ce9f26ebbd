"""A Dask cluster grades: its workers get submissions as bytes and send back marks and pages; no disk is shared."""

import contextlib
import logging
import queue
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import Any

from autograder.running import remote
from autograder.running.members import Members
from autograder.running.pool import TRIES, NotGraded, Result
from helpers.errors import CourseError
from helpers.language import translate as _

CONNECT = 15.0
"""Seconds in which a scheduler must answer, at first and after a connection was lost."""
_AHEAD = 2
"""Submissions in flight for each thread of the workers: one is graded, one waits there; the others stay on the disk."""
_FETCH = 120.0
"""Seconds that a result may take on its way; where the worker that holds it has died, it is graded again."""


@dataclass
class _Job:
    """A submission on its way: how often workers died or failed of it, which, why, and which may have it now."""

    task: dict
    tries: int = 0
    why: str = ""
    failed_at: set[str] = field(default_factory=set)
    workers: set[str] = field(default_factory=set)
    future: Any = None


class ClusterPool:
    """The workers of a Dask cluster; those that come or go meanwhile are used or done without.

    Args:
        address: of the scheduler, such as "tcp://10.0.0.1:8786".
        sandboxed: see `autograder.running.zygote`.

    Raises:
        CourseError: no Dask here, or no scheduler there.
    """

    def __init__(self, address: str, sandboxed: bool = True) -> None:
        self._client = _connect(address)
        self._sandboxed = sandboxed
        self._members = Members(self._client, address, sandboxed, CONNECT)
        self._running: dict[str, _Job] = {}
        self._done: queue.SimpleQueue = queue.SimpleQueue()

    def results(self, tasks: list[dict], data: Callable[[dict], bytes]) -> Iterator[tuple[dict, Result | NotGraded]]:
        """See `pool.Pool`.

        Raises:
            CourseError: the scheduler is gone, or has had no worker for too long.
        """
        waiting = deque(_Job(task) for task in tasks)
        while waiting or self._running:
            self._members.look()
            self._recall(waiting)
            hopeless = self._members.hopeless()
            if hopeless and not self._running:
                yield from ((job.task, NotGraded(job.why or hopeless)) for job in waiting)
                return
            while waiting and len(self._running) < _AHEAD * self._members.threads:
                job = waiting.popleft()
                self._submit(job, data(job.task))
            for job in self._finished():
                result = self._result(job)
                if result is None:
                    waiting.append(job)
                else:
                    yield job.task, result

    def _submit(self, job: _Job, content: bytes) -> None:
        fit = set(self._members.fit)
        job.workers = fit - job.failed_at or fit
        job.future = self._client.submit(
            remote.grade,
            content,
            job.task,
            self._sandboxed,
            remote.edition(),
            workers=sorted(job.workers),
            allow_other_workers=False,
            pure=False,
        )
        self._running[job.future.key] = job
        job.future.add_done_callback(self._done.put)

    def _recall(self, waiting: deque[_Job]) -> None:
        """Take back what only workers that are gone may grade: Dask would keep it for them."""
        for key, job in list(self._running.items()):
            if not job.workers & self._members.fit.keys() and not job.future.done():
                del self._running[key]
                job.future.cancel()
                waiting.append(job)

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

    def close(self) -> None:
        """Leave the cluster; what waits there is dropped, its workers stay."""
        with contextlib.suppress(Exception):  # the scheduler may be gone
            self._client.close(timeout=5)


def _connect(address: str) -> Any:
    try:
        import dask
        import distributed
    except ImportError:
        raise CourseError(
            _(
                "A Dask cluster takes the package distributed, which is not installed here. Install the course's "
                "extra for classes: {command}",
                command='pip install -e ".[classroom]"',
            )
        ) from None
    for name in ("distributed", "distributed.client", "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is told in our words
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"})
    warnings.filterwarnings("ignore", category=distributed.versions.VersionMismatchWarning)
    try:
        client = distributed.Client(address, timeout=CONNECT, set_as_default=False)
        theirs = client.sync(client.scheduler.versions, callback_timeout=CONNECT)["packages"]
    except Exception as error:  # an address of no known kind, nobody there, a server of another kind
        raise CourseError(
            _(
                "No Dask scheduler answers at {address} ({reason}). Give the address that `dask scheduler` prints, "
                "such as {example}; a firewall may be in between.",
                address=address,
                reason=type(error).__name__,
                example="tcp://10.0.0.1:8786",
            )
        ) from None
    ours = distributed.versions.get_versions()["packages"]
    for name in ("python", "dask", "distributed"):
        here, there = (
            ".".join(str(found[name]).split(".")[: 2 if name == "python" else 4]) for found in (ours, theirs)
        )
        if here != there:
            client.close(timeout=5)
            raise CourseError(
                _(
                    "The Dask scheduler at {address} has {package} {there}, here is {here}. Install the same version "
                    "on both, then start the scheduler and the workers anew.",
                    address=address,
                    package=name,
                    there=there,
                    here=here,
                )
            )
    return client
