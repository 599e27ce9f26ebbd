"""What all tests share: a home folder of their own, English, quiet TensorFlow; and what the whole run must leave behind."""

import gc
import os
import random
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ["KFA_LANG"] = "en"  # for what begins before the first test

import pytest

from tests.whole_run import WholeRun

LONGEST = ("test_notebooks", "test_versions")
# The tests of these share a costly fixture (a worker, a class, a browser), so each of these files runs in one process.
TOGETHER = (
    "test_attacks",
    "test_classroom",
    "test_cluster",
    "test_evening",
    "test_grading",
    "test_hostile_kernels",
    "test_isolated",
    "test_nbgrader",
    "test_odd_notebooks",
    "test_own_exercises",
    "test_points_without_answer",
    "test_report",
    "test_resources",
    "test_scores",
    "test_site",
    "test_statements",
    "test_widgets_browser",
)


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory, monkeypatch):
    """Progress and caches of a test never touch the user's, nor another test's."""
    monkeypatch.setenv("KFA_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("KFA_LANG", "en")
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    # no test finds what another's check said, or what it had graded
    if hints := sys.modules.get("autograder.learner.hints"):
        hints.last.clear()
    if marking := sys.modules.get("autograder.submissions.marking"):
        marking.forget()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no process waits for another at the end; no test depends on the order.

    With KFA_SHUFFLE=7 (or any word) all are shuffled first, always alike for one word: in every process the same.
    """
    for item in items:  # before any is left out
        for mark in item.iter_markers("thorough"):
            if len(mark.args) != 1 or len(mark.args[0].split()) < 5:
                raise pytest.UsageError(f"{item.nodeid}: a thorough test says what stands for it among the quick ones")
    if word := os.environ.get("KFA_SHUFFLE"):
        random.Random(word).shuffle(items)
    items.sort(key=lambda item: item.path.stem not in LONGEST)


def pytest_collection_finish() -> None:
    """What was imported and collected, a million objects, is no rubbish: to look through it took a fifth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 25, 25)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Files whose tests belong together go to one process, the largest first; all others are handed out one by one."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if Path(file).stem in TOGETHER else nodeid

    return Scheduling(config, log)


def pytest_configure(config: pytest.Config) -> None:
    for name in (
        "MAKEFLAGS",
        "MFLAGS",
        "MAKELEVEL",
        "MAKEOVERRIDES",
    ):  # a test that calls make is no part of `make test`
        os.environ.pop(name, None)
    if not hasattr(config, "workerinput"):  # the one that starts the others
        config.pluginmanager.register(WholeRun(), "whole-run")
