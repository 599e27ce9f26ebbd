"""The course on a GPU: every solution on the CPU and on the GPU, how long each takes, and which cells then say other things.

python -m tools.gpu                      # all chapters, in English
python -m tools.gpu 02_training --lang zh

Stored outputs are made on a CPU, and compared as the tests do. nbval's words about cells that differ are written to
build/gpu/. Exits with 1 where one differs, with 2 where TensorFlow sees no GPU.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers import isolated
from helpers.kernel import ENVIRONMENT
from helpers.language import LANGUAGES
from tools import execute
from tools.comparison import Comparison, ComparisonError, compare
from tools.notebook import SOLUTIONS
from tools.source import ROOT, STEMS

DEVICES: dict[str, dict[str, str | None]] = {"CPU": {"CUDA_VISIBLE_DEVICES": "-1"}, "GPU": {}}
WORDS = ROOT / "build" / "gpu"
WIDTH = max(map(len, STEMS))
HEADER = f"{'chapter':{WIDTH}}  {'CPU, s':>7}  {'GPU, s':>7}  {'CPU : GPU':>9}  cells that differ"
# In a process of its own: whoever asks keeps the GPU's memory.
_ASK = "import tensorflow; print('GPUs:', len(tensorflow.config.list_physical_devices('GPU')))"


class NoGPU(Exception):
    """TensorFlow sees no GPU here; the message is one sentence on what to do."""


@dataclass(frozen=True)
class Row:
    """One chapter on both devices."""

    stem: str
    cpu: Comparison
    gpu: Comparison

    @property
    def ok(self) -> bool:
        return self.cpu.ok and self.gpu.ok

    def __str__(self) -> str:
        """A line below HEADER. What differs on the CPU, too, is not the GPU's doing, and says so."""
        ratio = f"{self.cpu.seconds / self.gpu.seconds:.1f}" if self.gpu.seconds else "-"
        cells = [f"{cell} (on the CPU, too)" if cell in self.cpu.differing else cell for cell in self.gpu.differing]
        cells += [f"{cell} (on the CPU alone)" for cell in self.cpu.differing if cell not in self.gpu.differing]
        times = f"{self.cpu.seconds:7.1f}  {self.gpu.seconds:7.1f}  {ratio:>9}"
        return f"{self.stem:{WIDTH}}  {times}  {', '.join(cells) or 'none'}"


def require_gpu() -> None:
    """Ask TensorFlow in the environment of the GPU's kernel.

    Raises:
        NoGPU: it sees none, or can't be imported.
    """
    with tempfile.TemporaryDirectory(prefix="kfa-") as home:
        environment = execute.environment(Path(home)) | ENVIRONMENT
        said = subprocess.run(
            isolated.python("-c", _ASK),
            cwd=home,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
    if said.returncode:
        reason = (said.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise NoGPU(f"TensorFlow can't be imported here, so there is no GPU to be had ({reason}).")
    if said.stdout.split()[-1] == "0":
        raise NoGPU(
            "TensorFlow sees no GPU here: it needs Linux (on Windows: inside WSL 2), an NVIDIA driver that "
            '`nvidia-smi` finds, and the extra `gpu` in place of `cpu` (README, "On a GPU").'
        )


def measure(stem: str, lang: str, folder: Path) -> Row:
    """The chapter's solution on the CPU, then on the GPU; one after the other, so that neither slows the other down.

    Raises:
        ComparisonError: as `compare`.
    """
    notebook = SOLUTIONS / lang / f"{stem}.ipynb"
    found = {device: compare(notebook, environment, folder) for device, environment in DEVICES.items()}
    return Row(stem, found["CPU"], found["GPU"])


def keep_words(row: Row, lang: str) -> None:
    """What nbval said of a chapter where cells differ, in a file for each device."""
    WORDS.mkdir(parents=True, exist_ok=True)
    for device, found in (("CPU", row.cpu), ("GPU", row.gpu)):
        if not found.ok:
            (WORDS / f"{row.stem}-{lang}-{device}.txt").write_text(found.text, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.gpu", description=__doc__.split("\n")[0])
    parser.add_argument("stems", nargs="*", metavar="STEM", help="chapters (default: all), such as 02_training")
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="the code is the same in each")
    options = parser.parse_args(arguments)
    if unknown := set(options.stems) - set(STEMS):
        parser.error(f"no chapter {', '.join(sorted(unknown))}; there are {', '.join(STEMS)}.")
    try:
        require_gpu()
    except NoGPU as reason:
        print(reason, file=sys.stderr)
        return 2
    print(HEADER, flush=True)
    good = True
    with tempfile.TemporaryDirectory(prefix="kfa-", ignore_cleanup_errors=True) as folder:
        for stem in options.stems or STEMS:
            try:
                row = measure(stem, options.lang, Path(folder))
            except ComparisonError as error:
                good = False
                print(f"{stem:{WIDTH}}  {error}", flush=True)
            else:
                good = good and row.ok
                keep_words(row, options.lang)
                print(row, flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
