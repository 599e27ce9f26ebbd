"""How a class is graded: where to, by whom, within which limits."""

from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox import walls


@dataclass(frozen=True)
class Settings:
    """How to grade.

    Args:
        out: the file of marks; the journal and the feedback pages lie beside it.
        csv: the same for a spreadsheet, if wanted.
        workers: submissions at a time.
        scheduler: address of a Dask scheduler; "" for this machine.
        restart: begin anew, with another secret; what was graded before is kept in another file.
        sandboxed: False lets a learner's code do what the grader can.
        memory: MiB that a submission may use.
        seconds: that an exercise may take; 0 for its own limit.
        course: the folder in which it is said what has numbers of learners' own; by default that of `out`.
    """

    out: Path
    workers: int = 1
    scheduler: str = ""
    restart: bool = False
    sandboxed: bool = True
    memory: int = walls.Limits.memory
    seconds: float = 0.0
    csv: Path | None = None
    course: Path | None = None

    @property
    def written(self) -> list[Path]:
        """What a grading itself writes; it may lie among the submissions."""
        return [self.out, self.journal, self.graphs, self.pages, *([self.csv] if self.csv else [])]

    @property
    def journal(self) -> Path:
        return self.out.with_name(self.out.name + ".journal")

    @property
    def graphs(self) -> Path:
        return self.out.with_name(self.out.name + ".graphs")

    @property
    def pages(self) -> Path:
        return self.out.with_name(self.out.stem + "_feedback")
