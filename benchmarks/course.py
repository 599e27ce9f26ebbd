"""Figures of the course: imports, a check's answer, chapters from top to bottom, the clone's size. Prints a table."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
_IMPORT = "import time; {first}; t = time.perf_counter(); {then}; print(time.perf_counter() - t)"
_CHECK = """
import time
from autograder.exercises import find
from autograder.exercises.exercise import answer_of
from tests import answers
exercise = find("{id}")
answer = answer_of(answers.wrong(exercise.id)[0].source, exercise.answer)
exercise.check(answer)
start = time.perf_counter(); answer(64, 10); answer(17, 5); own = time.perf_counter() - start
start = time.perf_counter()
for _ in range(5): exercise.check(answer)
print((time.perf_counter() - start) / 5 - own)
"""


def _seconds(code: str) -> float:
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout.splitlines()[-1])


def _chapter(path: Path) -> float:
    notebook = nbformat.read(path, 4)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KFA_HOME"] = folder
        start = time.perf_counter()
        NotebookClient(notebook, kernel_name="kfa", timeout=600, resources={"metadata": {"path": folder}}).execute()
        return time.perf_counter() - start


def _clone() -> float:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{ROOT}", folder], check=True)
        packed = subprocess.run(
            ["git", "count-objects", "-v"], cwd=folder, capture_output=True, text=True, check=True
        ).stdout
        return next(int(line.split()[1]) for line in packed.splitlines() if line.startswith("size-pack")) / 1024


def main() -> None:
    rows = [
        ("`import helpers, autograder.notebook` beside `import keras`", "{:.2f} s",
         _seconds(_IMPORT.format(first="import keras", then="import helpers, autograder.notebook"))),
        ("a check of ex01a, beside the learner's own code", "{:.0f} ms", 1000 * _seconds(_CHECK.format(id="ex01a"))),
        ("size of a clone", "{:.1f} MB", _clone()),
    ]  # fmt: skip
    rows += [
        (f"chapter {p.stem}", "{:.0f} s", _chapter(p)) for p in sorted((ROOT / "solutions" / "en").glob("*.ipynb"))
    ]
    print("| what | figure |\n|---|---|")
    for name, form, value in rows:
        print(f"| {name} | {form.format(value)} |")


if __name__ == "__main__":
    main()
