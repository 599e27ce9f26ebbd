"""What a submission takes of the machine's processors, others can have first."""

import re

import pytest

from autograder.pools.worker import Worker
from tests import needs
from tests.handed_in import handed_in, right, task

CHAPTER = "01_introduction"
# Children spin until they see what is asked, or for a minute; the last line says how far the kernel goes behind others.
CROWD = """
import os, time
end = time.monotonic() + 60
for k in range(COUNT):
    if os.fork() == 0:
        while time.monotonic() < end and os.getpriority(os.PRIO_PROCESS, 0) < 19: pass
        os._exit(0)
while COUNT and time.monotonic() < end and os.getpriority(os.PRIO_PROCESS, 0) < 19: time.sleep(0.1)
print("NICE", os.getpriority(os.PRIO_PROCESS, 0))
try: os.setpriority(os.PRIO_PROCESS, 0, 0); print("LEAK")
except OSError: pass
"""


@pytest.fixture(scope="module")
def worker():
    needs.sandbox()
    made = Worker(threads=1)
    yield made
    made.close()


MANY = pytest.mark.thorough("twenty-four spinning processes; one kernel alone is quick")


@pytest.mark.parametrize(
    ("count", "least", "most"), [(0, 5, 18), pytest.param(24, 19, 19, marks=MANY)], ids=["one", "a crowd"]
)
def test_a_kernel_goes_behind_the_grader_and_a_crowd_behind_other_kernels(worker, count, least, most):
    answers = right(CHAPTER)
    answers["ex01b"] += f"\nCOUNT = {count}\n{CROWD}"
    marks, page = worker.grade(handed_in(CHAPTER, answers), task(CHAPTER))
    (nice,) = re.findall(r"NICE (\d+)\n</pre>", page.decode())  # nothing is printed behind it
    assert least <= int(nice) <= most
    assert marks["score"] == 10, marks
