"""Short programs with a fault, each with its repaired twin: a text, in which `- ` and `+ ` begin the lines that differ.

    === name
    # source: where people report this
    # finds: what lint or why should find, and the name of the layer or argument that the repair changes
    - the line with the fault
    + the line that repairs it

All programs were written for these tests.
"""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Program:
    """One program and its twin.

    Args:
        name: in its file, such as "learning/heads/two-softmaxes".
        source: where people report this.
        finds: what should be found.
        places: names of layers, inputs, arguments that the repair changes; the first one is the best answer.
        faulty, repaired: the two programs.
    """

    name: str
    source: str
    finds: str
    places: tuple[str, ...]
    faulty: str
    repaired: str


def programs(folder: str) -> list[Program]:
    """All programs of a folder, by the names of its files."""
    return [p for path in sorted((HERE / folder).glob("*.txt")) for p in _read(path, f"{folder}/{path.stem}")]


def _read(path: Path, prefix: str) -> list[Program]:
    found = []
    for part in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
        name, _, text = part.partition("\n")
        lines = text.rstrip("\n").split("\n")
        heads = {k: v.strip() for line in lines if line.startswith("# ") for k, _, v in [line[2:].partition(": ")] if v}
        body = [line for line in lines if not line.startswith("# ")]
        faulty = "\n".join(line[2:] if line.startswith("- ") else line for line in body if not line.startswith("+ "))
        repaired = "\n".join(line[2:] if line.startswith("+ ") else line for line in body if not line.startswith("- "))
        places = tuple(heads.get("place", "").split())
        found.append(Program(f"{prefix}/{name.strip()}", heads["source"], heads["finds"], places, faulty, repaired))
    return found
