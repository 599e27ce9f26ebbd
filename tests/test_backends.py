"""Reading, judging, drawing, exploring and comparing on other backends than TensorFlow: their tests, run there."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = ("test_misread", "test_looking", "test_graph", "test_explorer", "test_difference", "test_diff")


@pytest.mark.thorough("on TensorFlow the same tests are quick, each in its own file")
@pytest.mark.parametrize("backend", ["numpy", "jax"])
def test_nothing_but_graded_work_needs_tensorflow(backend):
    if importlib.util.find_spec("jax") is None:  # Keras's NumPy backend imports it, too
        pytest.skip("There is no JAX here. `pip install jax` in a copy of the environment brings it.")
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not thorough", "-p", "no:cacheprovider", "-x"]
    files = [str(ROOT / "tests" / f"{name}.py") for name in FILES]
    env = os.environ | {"KERAS_BACKEND": backend}
    said = subprocess.run([*command, *files], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout[-3000:]
