"""The workers of a Dask cluster that may grade: those with our edition and a sandbox, as they come and go."""

import importlib
import time
from collections.abc import Callable
from typing import Any

from autograder.pools import remote, scheduler
from autograder.pools.pool import TRIES
from autograder.pools.scheduler import Line
from autograder.pools.telling import Say
from helpers.errors import CourseError
from helpers.language import translate as _

WITHOUT = 30.0
"""Seconds without one worker that may grade, after which a grading ends."""
_LOOK = 0.5
_LOAD = (importlib.import_module, "autograder.pools.remote")
"""Asked first, for everybody knows this function: a Dask worker ends of a message that it can't load."""


class Members:
    """Asks each worker of a cluster once whether it may grade.

    Args:
        line: to the scheduler.
        sandboxed: a worker without a sandbox must not grade.
        say: called with the name of each worker that is left out, and why.
    """

    def __init__(self, line: Line, sandboxed: bool, say: Say) -> None:
        self._line, self._sandboxed, self._say = line, sandboxed, say
        self.fit: dict[str, int] = {}
        self._unfit: dict[str, str] = {}
        self._asked: dict[str, Any] = {}
        self._loading: set[str] = set()
        self._failures: dict[str, int] = {}
        self._there: dict[str, int] = {}
        self._gone: list[tuple[str, int]] = []
        self._had = False
        self._looked = self._answered = self._ready = time.monotonic()
        self._looked -= _LOOK
        # a cluster that grows on demand starts its first worker for a task that waits
        self._demand = self._ask(*_LOAD)

    def gone(self) -> list[tuple[str, int]]:
        """Workers that have gone since this was asked last, and how many threads each had."""
        found, self._gone = self._gone, []
        return found

    def look(self) -> None:
        """See who came and who went.

        Raises:
            CourseError: the scheduler is gone.
        """
        now = time.monotonic()
        if now - self._looked < _LOOK:
            return
        try:
            there = self._line.asked("ncores")
            self._answered = time.monotonic()
        except Exception:  # the connection is lost; the client tries to get it back
            if self._line.closed or time.monotonic() - self._answered > 2 * scheduler.CONNECT:
                raise self._line.gone() from None
            return
        finally:
            self._looked = time.monotonic()
        self._update({address: threads for address, threads in there.items() if threads})

    def _update(self, there: dict[str, int]) -> None:
        self._gone += [(address, threads) for address, threads in self._there.items() if address not in there]
        self._there = there
        for known in (self.fit, self._unfit, self._asked, self._failures):
            for address in known.keys() - there.keys():
                del known[address]
        for address in there.keys() - self.fit.keys() - self._unfit.keys() - self._asked.keys():
            loading = self._ask(*_LOAD, workers=[address], allow_other_workers=False)
            self._asked[address] = loading
            self._loading.add(loading.key)
        for address, future in list(self._asked.items()):
            if future.done():
                del self._asked[address]
                self._answered_by(address, future, there[address])
        for address in self.fit:
            self.fit[address] = there[address]
        if self.fit:
            self._ready = time.monotonic()
            self._demand = None

    def _ask(self, call: Callable, *arguments: Any, **where: Any) -> Any:
        return self._line.submit(call, *arguments, priority=10, **where)

    def _answered_by(self, address: str, future: Any, threads: int) -> None:
        if future.status == "cancelled":
            return  # asked again with the next look
        if future.status == "error":
            try:
                reason = f"{future.exception(timeout=scheduler.CONNECT)}"[:200]
            except Exception:  # the connection is lost: asked again when it is back
                return
            self._leave_out(
                address, _("{worker} can't load the course ({reason})", worker=self._name(address), reason=reason)
            )
        elif future.key in self._loading:
            self._loading.discard(future.key)
            asked = (remote.unfit, remote.edition(), self._sandboxed)
            self._asked[address] = self._ask(*asked, workers=[address], allow_other_workers=False)
        else:
            try:
                why = future.result(timeout=scheduler.CONNECT)
            except Exception:  # the worker has just gone: where it is still there, it is asked again
                return
            if why:
                self.refused(address, why)
            else:
                self.fit[address] = threads
                self._had = True

    def refused(self, address: str, why: dict[str, str]) -> None:
        """A worker said why it must not grade."""
        worker = self._name(address)
        if "sandbox" in why:
            text = _("{worker} has no sandbox ({reason})", worker=worker, reason=why["sandbox"])
        elif why["differs"] == "course":
            text = _(
                "{worker} has another edition of the course ({there}, here is {here}): bring its files up to date, then "
                "start it anew",
                worker=worker,
                there=why["there"],
                here=why["here"],
            )
        else:
            text = _(
                "{worker} has {package} {there}, here is {here}",
                worker=worker,
                package=why["differs"],
                there=why["there"],
                here=why["here"],
            )
        self._leave_out(address, text)

    def _name(self, address: str) -> str:
        """A worker's name and address, as Dask's own pages show them."""
        try:
            name = str(self._line.asked("identity")["workers"][address]["name"])
        except Exception:  # the worker, or the scheduler, is gone
            return address
        return address if name == address else f"{name} ({address})"

    def succeeded(self, address: str) -> None:
        self._failures.pop(address, None)

    def failed(self, address: str, why: str) -> None:
        """A worker could not grade a submission; one that can't grade any is left out."""
        self._failures[address] = self._failures.get(address, 0) + 1
        if self._failures[address] >= TRIES:
            self._leave_out(address, f"{self._name(address)}: {why}")

    def _leave_out(self, address: str, why: str) -> None:
        self.fit.pop(address, None)
        if self._unfit.get(address) != why:
            self._say(_("A worker is left out: {why}.", why=why.rstrip(".")))
        self._unfit[address] = why

    def hopeless(self) -> str:
        """Why nobody here will grade; empty while somebody may.

        Raises:
            CourseError: there has been no worker for too long.
        """
        if self.fit:
            return ""
        late = time.monotonic() - self._ready > WITHOUT
        if self._unfit and not self._asked and (late or not self._had):
            return "; ".join(list(self._unfit.values())[:5])
        if not late:
            return ""
        raise CourseError(
            _(
                "No worker of the Dask scheduler at {address} has been ready to grade for {seconds} s. Start workers with "
                "`dask worker {address}`, then give the same command again: it goes on where it stopped.",
                address=self._line.address,
                seconds=round(WITHOUT),
            )
        )
