"""What kernels are asked about beside their cells: given to the warm process from outside, unknown within the walls."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol


class Course(Protocol):
    """What a kernel is asked about beside its cells: the walls know nothing of it."""

    masked: tuple[str, ...]
    """What of the course's folder is shown empty."""

    def load(self) -> None:
        """Import what notebooks import, before there is any kernel; no operation of TensorFlow runs."""

    def begin(self, replaced: Mapping[str, Path]) -> None:
        """Make the process ready for learners' code, which sees these files with another content."""

    def told(self, error: BaseException) -> dict[str, Any]:
        """An error as data."""

    def ask(self, value: Any, message: dict) -> bytes:
        """Evidence on a value, for the question in the message."""

    def look(self, data: bytes) -> bytes:
        """An answer on data that another kernel gave."""
