"""How fast a class is graded: the same submissions through stock `nbgrader autograde` and through `kfa grade`.

    python benchmarks/grading.py [--submissions 30] [--stock 30] [--chapters 01_introduction ...] [--grow 30 100 300]

Prints submissions per minute, the ratio to stock nbgrader in the same run, what a submission costs beyond its own
compute, and the most memory of a worker with its kernels. Stock nbgrader is slow: `--stock 6` grades only six that way.
"""

import argparse
import os
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import psutil
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.running import grading
from autograder.running.grading import Settings
from tests.handed_in import handed_in, place, right, wrong
from tools.execute import environment
from tools.notebook import SOLUTIONS

CHAPTERS = ("01_introduction", "05_models_are_callable", "07_toy_resnet")


def submissions(count: int, chapters: list[str]) -> list[tuple[str, str, bytes]]:
    """Students, chapters and notebooks: right and wrong answers by turns, the chapters mixed."""
    found = []
    for k in range(count):
        chapter = chapters[k % len(chapters)]
        answers = right(chapter, k // 2) if k % 2 else wrong(chapter, k // 2)
        found.append((f"s{k:03}", chapter, handed_in(chapter, answers)))
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


def kfa(folder: Path, handed: list[tuple[str, str, bytes]], workers: int) -> tuple[float, float, int]:
    """Seconds in all, seconds of the learners' own cells and answers, most memory of a worker."""
    for student, chapter, data in handed:
        place(folder / "in", student, chapter, data)
    memory = Memory()
    memory.start()
    began = time.perf_counter()
    report = grading.grade(folder / "in", Settings(folder / "marks.json", workers=workers))
    seconds = time.perf_counter() - began
    memory.end.set()
    assert report.complete and len(report.marks) == len(handed)
    return seconds, sum(m["seconds"] for m in report.marks), memory.most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=30)
    parser.add_argument("--stock", type=int, default=None, help="how many go through stock nbgrader (default: all)")
    parser.add_argument("--chapters", nargs="+", default=CHAPTERS)
    parser.add_argument("--grow", type=int, nargs="*", default=[], help="more numbers of submissions, without stock")
    options = parser.parse_args()
    chapters = list(options.chapters)
    handed = submissions(options.submissions, chapters)
    print("| how | submissions | seconds | per minute | times stock | beyond own compute, each | memory of a worker |")
    print("|---|---|---|---|---|---|---|")
    base = 0.0
    if options.stock != 0:
        with tempfile.TemporaryDirectory() as folder:
            os.environ.update(environment(Path(folder, "home")))
            taken = handed[: options.stock or len(handed)]
            seconds = stock(Path(folder, "course"), taken)
            base = seconds / len(taken)
            print(f"| nbgrader autograde | {len(taken)} | {seconds:.0f} | {60 / base:.1f} | 1 | | |", flush=True)
    for count in (len(handed), *options.grow):
        for workers in (1, 2):
            with tempfile.TemporaryDirectory() as folder:
                seconds, own, memory = kfa(Path(folder), submissions(count, chapters), workers)
            each = seconds / count
            beyond = (seconds * workers - own) / count
            ratio = f"{base / each:.1f}" if base else ""
            row = f"| kfa grade --workers {workers} | {count} | {seconds:.0f} | {60 / each:.1f} | {ratio} | {beyond:.2f} s |"
            print(f"{row} {memory / 2**20:.0f} MB |", flush=True)


if __name__ == "__main__":
    main()
