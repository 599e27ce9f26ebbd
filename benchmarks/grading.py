"""How fast a class is graded: the same submissions through stock `nbgrader autograde` and through `kfa grade`.

    python benchmarks/grading.py [--submissions 30 100 300] [--stock 6] [--chapters 01_introduction ...] [--dask]

Prints submissions per minute, the ratio to stock nbgrader in the same run, what a submission costs beyond its own
compute, what a right and a wrong submission compute themselves (what is wrong may be asked once more in the whole
notebook), and the most memory of a worker with its kernels. Stock nbgrader is slow: `--stock 6` grades only six that way,
`--stock 0` none. `--dask` grades once more through a Dask scheduler with two workers, both on loopback.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import psutil
from distributed import Client
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.pools import grading
from autograder.pools.grading import Settings
from tests.handed_in import handed_in, place, right, wrong
from tools.execute import environment
from tools.notebook import SOLUTIONS
from tools.source import ROOT

CHAPTERS = ("01_introduction", "05_models_are_callable", "07_toy_resnet")


def submissions(count: int, chapters: list[str]) -> list[tuple[str, str, bytes]]:
    """Students, chapters and notebooks: right and wrong answers by turns, the chapters mixed; no two alike."""
    found = []
    for k in range(count):
        chapter = chapters[k % len(chapters)]
        answers = right(chapter, k // 2) if k % 2 else wrong(chapter, k // 2)
        own = {exercise: f"# s{k:03}\n{source}" for exercise, source in answers.items()}  # equal ones are graded once
        found.append((f"s{k:03}", chapter, handed_in(chapter, own)))
    return found


def stock(folder: Path, handed: list[tuple[str, str, bytes]]) -> float:
    """Seconds that nbgrader takes, as it is configured by default."""
    config = Config()
    config.CourseDirectory.root = str(folder)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    for chapter in {chapter for _student, chapter, _data in handed}:
        path = folder / "source" / chapter / f"{chapter}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes((SOLUTIONS / "en" / path.name).read_bytes())
        assert api.generate_assignment(chapter)["success"]
    for student, chapter, data in handed:
        place(folder / "submitted", student, chapter, data)
    began = time.perf_counter()
    for student, chapter, _data in handed:
        assert api.autograde(chapter, student)["success"]
    seconds = time.perf_counter() - began
    with Gradebook(api.coursedir.db_url) as gradebook:
        assert len(gradebook.students) == len({student for student, _chapter, _data in handed})
    return seconds


class Memory(threading.Thread):
    """The most that a worker holds with its warm process and kernel, in bytes: shared pages counted once."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self.end = 0, threading.Event()

    def run(self) -> None:
        while not self.end.wait(1.0):
            for worker in psutil.Process().children():
                family = [worker, *worker.children(recursive=True)]
                self.most = max(self.most, sum(map(_share, family)))


def _share(process: psutil.Process) -> int:
    try:
        return process.memory_full_info().pss
    except psutil.Error:
        return 0


def kfa(folder: Path, handed: list[tuple[str, str, bytes]], how: dict[str, Any]) -> tuple[float, list[float], int]:
    """Seconds in all, of the cells and answers of each submission, most memory of a worker below this process."""
    for student, chapter, data in handed:
        place(folder / "in", student, chapter, data)
    memory = Memory()
    memory.start()
    began = time.perf_counter()
    report = grading.grade(folder / "in", Settings(folder / "marks.json", **how))
    seconds = time.perf_counter() - began
    memory.end.set()
    assert report.complete and len(report.marks) == len(handed)
    return seconds, [m["seconds"] for m in report.marks], memory.most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, nargs="+", default=[30])
    parser.add_argument("--stock", type=int, default=None, help="how many go through stock nbgrader (default: all)")
    parser.add_argument("--chapters", nargs="+", default=CHAPTERS)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--dask", action="store_true")
    options = parser.parse_args()
    chapters = list(options.chapters)
    print(
        "| how | submissions | seconds | per minute | times stock | beyond own compute, each | own, if right | own, if wrong | memory of a worker |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    base = 0.0
    if options.stock != 0:
        with tempfile.TemporaryDirectory() as folder:
            os.environ.update(environment(Path(folder, "home")))
            taken = submissions(options.stock or options.submissions[0], chapters)
            seconds = stock(Path(folder, "course"), taken)
            base = seconds / len(taken)
            print(f"| nbgrader autograde | {len(taken)} | {seconds:.0f} | {60 / base:.1f} | 1 | | | | |", flush=True)
    for count in options.submissions:
        handed = submissions(count, chapters)
        for workers in options.workers:
            row(handed, f"--workers {workers}", base, {"workers": workers})
        if options.dask:
            with cluster() as address:
                row(handed, "--scheduler, 2 workers", base, {"workers": 2, "scheduler": address})


def row(handed: list[tuple[str, str, bytes]], name: str, base: float, how: dict[str, Any]) -> None:
    """Grade and print how it went; `how` is for `Settings`."""
    with tempfile.TemporaryDirectory() as folder:
        seconds, own, memory = kfa(Path(folder), handed, how)
    each = seconds / len(handed)
    cells = [
        f"kfa grade {name}",
        len(handed),
        f"{seconds:.0f}",
        f"{60 / each:.1f}",
        f"{base / each:.1f}" if base else "",
        f"{(seconds * how['workers'] - sum(own)) / len(handed):.2f} s",
        f"{statistics.mean(own[1::2]):.2f} s",
        f"{statistics.mean(own[::2]):.2f} s",
        "" if "scheduler" in how else f"{memory / 2**20:.0f} MB",
    ]
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The address of a Dask scheduler with two workers, each a process on loopback."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as daemons:
        file = Path(folder, "scheduler.json")

        def start(*arguments: str) -> None:
            command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
            process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            daemons.callback(process.wait)
            daemons.callback(process.terminate)

        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
        while not file.exists():
            time.sleep(0.1)
        address = json.loads(file.read_text())["address"]
        for k in range(2):
            place = ["--local-directory", f"{folder}/{k}"]
            start("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", *place)
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address


if __name__ == "__main__":
    main()
