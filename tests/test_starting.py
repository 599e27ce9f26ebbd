"""What ends with its parent ends with the process that started it, not with the thread that did."""

import subprocess
import sys
import threading

import psutil
import pytest

from autograder.sandbox import starting
from tests.processes import still_running, until

_CHILD = """
import ctypes, signal, sys, time
ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
open(sys.argv[1], "w").write("ready")
time.sleep(600)
"""
pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="Linux alone tells a process that its parent has ended."
)


def in_a_thread(start, place) -> psutil.Process:
    """A process that was started in a thread, which ends when the process is ready to end with its parent."""
    started = []

    def run() -> None:
        started.append(start([sys.executable, "-c", _CHILD, str(place)]))
        until(lambda: place.exists() and place.read_text())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return psutil.Process(started[0].pid)


def test_it_outlives_the_thread(tmp_path):
    usual = in_a_thread(subprocess.Popen, tmp_path / "usual")
    assert not still_running([usual]), "this is what the module is there for"
    ours = in_a_thread(starting.start, tmp_path / "ours")
    try:
        assert still_running([ours], timeout=1) == [ours]
    finally:
        ours.kill()
        ours.wait()


def test_it_ends_with_the_process(tmp_path):
    place = tmp_path / "child"
    parent = (
        "import sys, time; from autograder.sandbox import starting;"
        f"print(starting.start([sys.executable, '-c', {_CHILD!r}, {str(place)!r}]).pid, flush=True); time.sleep(600)"
    )
    process = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True)
    child = psutil.Process(int(process.stdout.readline()))
    until(lambda: place.exists() and place.read_text())
    process.kill()
    process.communicate()
    assert not still_running([child])


def test_what_can_not_be_started_is_told():
    with pytest.raises(OSError, match="no-such-program"):
        starting.start(["/no-such-program"])
