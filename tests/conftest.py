"""What all tests share: a home folder of their own, English, quiet TensorFlow."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import pytest


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory, monkeypatch):
    """Progress and caches of a test never touch the user's, nor another test's."""
    monkeypatch.setenv("KFA_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("KFA_LANG", "en")
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
