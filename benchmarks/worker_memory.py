"""The memory of a worker while it grades a chapter: proportional set size of all of its processes, at its highest.

python benchmarks/worker_memory.py [CHAPTER ...]                     # without one: chapter 07, whose models are largest
"""

import sys
import threading
from pathlib import Path

from autograder.pools.worker import Worker
from autograder.sandbox import family
from tests.handed_in import handed_in, right, task


def sizes(pid: int) -> dict[str, int]:
    """MB by what the process is: the worker itself, and its descendants in the order in which they were started."""
    found = {}
    for member in family.members(pid):
        text = Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()
        share = sum(int(line.split()[1]) for line in text if line.startswith("Pss:"))
        found["worker" if member == pid else f"{member - pid:+d}"] = share // 1024
    return found


def measure(chapter: str) -> tuple[int, dict[str, int], float]:
    worker, highest, done = Worker(), {}, threading.Event()

    def look() -> None:
        nonlocal highest
        while not done.wait(0.2):
            try:
                found = sizes(worker.pid)
            except OSError:  # one that has just gone
                continue
            highest = max(highest, found, key=lambda sizes: sum(sizes.values()))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        marks, _page = worker.grade(handed_in(chapter, right(chapter)), task(chapter))
    finally:
        done.set()
        watcher.join()
        worker.close()
    return sum(highest.values()), highest, marks["score"] / marks["max_score"]


if __name__ == "__main__":
    for name in sys.argv[1:] or ["07_toy_resnet"]:
        whole, parts, score = measure(name)
        print(f"{name}: {whole} MB at its highest ({parts}); {score:.0%} of the points")
