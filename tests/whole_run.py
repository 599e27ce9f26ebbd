"""A whole run of the tests: it leaves nothing behind, and its last lines say how long it took and what was left out.

A plugin of pytest, for the process that starts all others. Everything that the tests write and start is below one
folder and below this process, so that what other programs of the machine do is not mistaken for theirs.
"""

import collections
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from autograder.sandbox import own_folder
from tests import processes

ROOT = Path(__file__).resolve().parent.parent
_OTHERS = ("pytest-of-", "dask-scratch-space", "kfa-project-")
"""Names of what pytest keeps, of what Dask leaves of a worker of its own that was killed, and of files that an answer to
ex14a has until its process ends."""
_GRACE = 60.0
"""Seconds that what was killed may take to go, on a busy machine."""


class WholeRun:
    """Sets the run's own temporary folder up, and looks at the end for what is still there."""

    def __init__(self) -> None:
        processes.adopt_orphans()
        self.folder = Path(tempfile.mkdtemp(prefix="kfa-tests-"))
        self.folder.chmod(0o755)  # what runs as another user has its own folder in it
        os.environ["TMPDIR"] = tempfile.tempdir = str(self.folder)
        os.environ["JUPYTER_RUNTIME_DIR"] = str(self.folder / "runtime")
        self.began, self.worked = time.monotonic(), _worked()
        self.checkout = _checkout()
        self.left: list[str] = []

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        yield  # every process that ran tests has ended
        self.left = [*_processes(), *self._files(), *self._mounts(), *sorted(_checkout() - self.checkout)]
        if self.left and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        shutil.rmtree(self.folder, ignore_errors=True)

    def _files(self) -> list[str]:
        """What lies in the temporary folder, beside pytest's own folder with the tests' files."""
        own_folder.sweep()  # as the next grader would: what no living process owns
        runtime = self.folder / "runtime"
        found = [*self.folder.iterdir(), *(runtime.iterdir() if runtime.exists() else [])]
        return [f"{path}" for path in sorted(found) if path != runtime and not path.name.startswith(_OTHERS)]

    def _mounts(self) -> list[str]:
        try:
            lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
        except OSError:  # not Linux: nothing of ours mounts anything there
            return []
        return [f"mount {line.split()[4]}" for line in lines if str(self.folder) in line]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        say = terminalreporter.write_line
        for line in self.left:
            say(f"Left behind: {line}", red=True)
        reasons: dict[str, set[str]] = collections.defaultdict(set)
        for report in terminalreporter.stats.get("skipped", []):
            reasons[report.longrepr[2].removeprefix("Skipped: ")].add(report.nodeid)
        for reason, tests in sorted(reasons.items()):
            say(f"{reason} ({len(tests)} test{'s' * (len(tests) > 1)})")
        count = sum(len(terminalreporter.stats.get(outcome, [])) for outcome in ("passed", "failed"))
        say(
            f"{count} tests in {time.monotonic() - self.began:.0f} s, "
            f"in which this machine worked {_worked() - self.worked:.0f} s."
        )


def _worked() -> float:
    """Seconds of processor time that this machine has spent, for whomever: kernels that were killed tell nobody theirs."""
    times = psutil.cpu_times()
    return sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0)


def _processes() -> list[str]:
    """What the tests started and didn't end, as command lines; those of orphans, too. It is ended here."""
    ours = psutil.Process()
    left = processes.still_running(ours.children(recursive=True), _GRACE)
    lines = []
    for process in left:
        try:
            lines.append(f"process {process.pid}: {' '.join(process.cmdline())[:200]}")
            process.kill()
        except psutil.NoSuchProcess:
            pass
    processes.reap()
    return lines


def _checkout() -> set[str]:
    """Files of the checkout that are new or changed, as git sees them; in CI alone, where nobody works in it meanwhile."""
    if os.environ.get("CI") != "true":
        return set()
    command = ["git", "status", "--porcelain"]
    try:
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return set()
    return {f"in the checkout: {line}" for line in said.splitlines()}
