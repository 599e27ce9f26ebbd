"""The comparison of one solution with its stored outputs, as nbval makes it, in a kernel whose environment is altered."""

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from helpers import isolated, kernel
from tools import execute
from tools.notebook import decode
from tools.source import ROOT

SANITISER = ROOT / "tests" / "nbval_sanitize.cfg"
ALTERED = f"{kernel.NAME}-altered"  # a name of its own: where it isn't found, no other kernel steps in


class ComparisonError(Exception):
    """nbval itself did not run to its end; the message is what it said."""


@dataclass(frozen=True)
class Comparison:
    """What nbval found: `differing` has the ids of the cells whose outputs differ, or that failed, in their order."""

    seconds: float  # of all cells and the kernel's start; pytest's own start doesn't count
    differing: list[str]
    text: str  # what nbval printed

    @property
    def ok(self) -> bool:
        return not self.differing


def compare(notebook: Path, environment: dict[str, str | None], folder: Path) -> Comparison:
    """Run a copy of the notebook in a work folder and a home of its own below `folder`; nothing of them is kept.

    The variables of `environment` are set in the kernel, those that are None are taken away.

    Raises:
        ComparisonError: nbval did not run to its end.
    """
    with tempfile.TemporaryDirectory(prefix=f"{notebook.stem}-", dir=folder, ignore_cleanup_errors=True) as own:
        home, work, report = Path(own, "home"), Path(own, "work"), Path(own, "report.xml")
        work.mkdir()
        shutil.copy(notebook, work)
        surroundings = execute.environment(home) | {"JUPYTER_PATH": kernel_specification(Path(own), environment)}
        taken = {name for name, value in environment.items() if value is None} | {"PYTEST_ADDOPTS"}
        command = isolated.python("-m", "pytest", "-q", "--color=no", "--rootdir", str(work), "-p", "no:cacheprovider")
        command += ["--nbval", "--nbval-kernel-name", ALTERED, "--nbval-sanitize-with", SANITISER]
        # nbval waits that long for a kernel that has died, too.
        command += [f"--nbval-cell-timeout={execute.CELL_TIMEOUT}", "--junitxml", report, work]
        result = subprocess.run(
            command,
            cwd=work,
            env={name: value for name, value in surroundings.items() if name not in taken},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        told = f"of {notebook.name}:\n{result.stdout.strip()}"
        if result.returncode not in (0, 1) or not report.exists():
            raise ComparisonError(f"nbval did not come to the end {told}")
        cases = list(ElementTree.parse(report).iter("testcase"))
        differing = _differing(cases, notebook)
        if bool(result.returncode) != bool(differing):
            raise ComparisonError(f"nbval contradicts its own report {told}")
        return Comparison(sum(float(case.get("time")) for case in cases), differing, result.stdout)


def kernel_specification(folder: Path, environment: dict[str, str | None]) -> str:
    """Write the course's kernel under the name ALTERED, its environment altered; returns the path for JUPYTER_PATH.

    A kernel's specification overrides the process that starts it, so its own variables can't be altered from outside.
    """
    written = kernel.register(str(folder))
    file = written / "kernel.json"
    facts = json.loads(file.read_text(encoding="utf-8"))
    altered = facts["env"] | environment
    facts["env"] = {name: value for name, value in altered.items() if value is not None}
    file.write_text(json.dumps(facts), encoding="utf-8")
    written.rename(written.with_name(ALTERED))
    return str(written.parents[1])


def _differing(cases: list[ElementTree.Element], notebook: Path) -> list[str]:
    """nbval counts code cells from 0 (`Cell 3`); the id is what a maintainer finds in chapters/."""
    ids = [cell.id for cell in decode(notebook.read_text(encoding="utf-8")).cells if cell.cell_type == "code"]
    # Those behind a cell that took too long are skipped.
    failed = [case for case in cases if any(case.find(kind) is not None for kind in ("failure", "error", "skipped"))]
    return list(dict.fromkeys(ids[int(case.get("name").removeprefix("Cell "))] for case in failed))
