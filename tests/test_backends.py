"""Reading, judging, drawing, exploring and comparing on other backends than TensorFlow: their tests, run there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import Need

ROOT = Path(__file__).resolve().parent.parent
BESIDE = ROOT / "build" / "backends"
FILES = (
    "test_misread",
    "test_looking",
    "test_graph",
    "test_explorer",
    "test_difference",
    "test_slips",
    "test_untouched",
    "test_diff",
)
NEED = Need(
    "Tests of other backends",
    "there is no JAX in build/backends, which Keras's NumPy backend imports, too",
    "`make backends` brings it.",
)


@pytest.mark.thorough("on TensorFlow the same tests are quick, each in its own file")
@pytest.mark.parametrize("backend", ["numpy", "jax"])
def test_nothing_but_graded_work_needs_tensorflow(backend):
    if not (BESIDE / "jax").is_dir():
        pytest.skip(str(NEED))  # in CI, too: the package index may not have answered
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not thorough", "-p", "no:cacheprovider", "-x"]
    files = [str(ROOT / "tests" / f"{name}.py") for name in FILES]
    env = os.environ | {"KERAS_BACKEND": backend, "PYTHONPATH": str(BESIDE)}
    said = subprocess.run([*command, *files], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout[-3000:]
    assert " passed" in said.stdout.splitlines()[-1]
