"""Other processors, on this one: all solutions and the judge's answers under settings that change how numbers are rounded.

python -m tools.settings                       # every setting, every chapter, then the answers of all exercises
python -m tools.settings --setting sse41       # one setting
python -m tools.settings 04_one_graph_many_models 05_models_are_callable

A stored output that holds under all of them doesn't depend on the processor that made it. Exits with 1 where one differs.
"""

import argparse
import itertools
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from helpers import isolated
from helpers.language import LANGUAGES
from tools.comparison import Comparison, compare
from tools.notebook import SOLUTIONS
from tools.source import ROOT, read_all


def _threads(count: int) -> dict[str, str]:
    names = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    return dict.fromkeys(names, str(count))


# The instruction sets that TensorFlow's and NumPy's kernels may use, oneDNN's own operations or Eigen's, and threads,
# whose number says in which order sums are taken. The course's kernel has them all at their best, without oneDNN.
SETTINGS: dict[str, dict[str, str]] = {
    "sse41": {"ONEDNN_MAX_CPU_ISA": "SSE41", "TF_ENABLE_ONEDNN_OPTS": "0", "OPENBLAS_CORETYPE": "PRESCOTT"}
    | _threads(1),
    "avx2-onednn": {"ONEDNN_MAX_CPU_ISA": "AVX2", "TF_ENABLE_ONEDNN_OPTS": "1"} | _threads(2),
    "default": {},
}
if platform.machine() not in ("x86_64", "AMD64"):  # OpenBLAS has no such core there
    del SETTINGS["sse41"]["OPENBLAS_CORETYPE"]
JUDGED = ("sse41", "avx2-onednn")
"""The settings under which the answers of all exercises are judged, too: they differ most from the usual one."""
JUDGE = ["tests/test_exercises.py", "-k", "reference or right_answer or wrong_answer", "-m", "not thorough"]


@dataclass(frozen=True)
class Trial:
    """One chapter under one setting, in one language: the code of both is the same."""

    setting: str
    stem: str
    lang: str

    def run(self, folder: Path) -> Comparison:
        return compare(SOLUTIONS / self.lang / f"{self.stem}.ipynb", dict(SETTINGS[self.setting]), folder)


def trials(settings: list[str], stems: list[str]) -> list[Trial]:
    """Every chapter under every setting; the languages take turns, so that each chapter is tried in both."""
    turns = itertools.cycle(LANGUAGES)
    found = []
    for stem in stems:
        found += [Trial(setting, stem, lang) for setting, lang in zip(settings, turns, strict=False)]
    return found


def notebooks(settings: list[str], stems: list[str]) -> Iterator[tuple[Trial, Comparison]]:
    """The trials, as many at once as there are processors, as they end."""
    todo = trials(settings, stems)
    with tempfile.TemporaryDirectory(prefix="kfa-settings-") as folder, ThreadPoolExecutor(os.cpu_count()) as threads:
        yield from zip(todo, threads.map(lambda trial: trial.run(Path(folder)), todo), strict=True)


def answers(setting: str) -> subprocess.CompletedProcess:
    """The quick ones of all answers of all exercises: the judge's tolerances and the accuracy ranges.

    The ranges themselves come from 200 seeds (benchmarks/ranges.py).
    """
    command = isolated.python("-m", "pytest", "-q", "--color=no", "-n", "logical", "--maxprocesses", "4", *JUDGE)
    environment = os.environ | SETTINGS[setting]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.settings", description=__doc__.split("\n")[0])
    parser.add_argument("chapters", nargs="*", help="their names; without one, all, and the judge")
    parser.add_argument("--setting", action="append", choices=SETTINGS, help="one of them; may be repeated")
    options = parser.parse_args()
    stems = [chapter.stem for chapter in read_all()]
    if unknown := set(options.chapters) - set(stems):
        parser.error(f"no chapter {', '.join(sorted(unknown))}; there are {', '.join(stems)}")
    settings, began, failed = options.setting or list(SETTINGS), time.monotonic(), 0
    for trial, found in notebooks(settings, options.chapters or stems):
        failed += not found.ok
        line = f"{trial.stem:26} {trial.setting:15} {trial.lang}  {found.seconds:5.0f} s  "
        print(line + (", ".join(found.differing) or "as stored"), flush=True)
        if not found.ok:
            print(found.text, flush=True)
    for setting in [] if options.chapters else [name for name in settings if name in JUDGED]:
        result = answers(setting)
        failed += result.returncode != 0
        print(f"{'answers of all exercises':26} {setting:15} {result.stdout.strip().splitlines()[-1]}", flush=True)
        if result.returncode:
            print(result.stdout, flush=True)
    print(f"{failed} failed, in {time.monotonic() - began:.0f} s")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
