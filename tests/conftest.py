"""What all tests share: a home folder of their own, English, quiet TensorFlow; and what the whole run must leave behind."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ["KFA_LANG"] = "en"  # for what begins before the first test

import pytest

from tests.whole_run import WholeRun

LONGEST = ("test_notebooks", "test_versions")


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory, monkeypatch):
    """Progress and caches of a test never touch the user's, nor another test's."""
    monkeypatch.setenv("KFA_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("KFA_LANG", "en")
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no process waits for another at the end; no test depends on the order."""
    items.sort(key=lambda item: (item.path.stem not in LONGEST, item.get_closest_marker("xdist_group") is None))


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
