"""Which code runs while an answer is asked: heard by Python's own profiler, and nothing of it stays."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any


@contextlib.contextmanager
def calls_heard(hear: Callable[[str], None]) -> Iterator[None]:
    """Within: `hear` is told the file of each Python function that is called in this thread."""

    def listen(frame: FrameType, event: str, _arg: Any) -> None:
        if event == "call":
            hear(frame.f_code.co_filename)

    before = sys.getprofile()
    sys.setprofile(listen)
    try:
        yield
    finally:
        sys.setprofile(before)
