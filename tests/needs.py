"""What some tests need of the machine beside the course itself. Without it they are left out, and the last lines say so.

Where the tests decide (CI, which installs all of it), a need that isn't met is a failure.
"""

import os
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Need:
    """One thing that a machine may lack.

    Args:
        tests: which tests are left out without it, as the beginning of a sentence.
        why: what is missing.
        remedy: how to get it.
    """

    tests: str
    why: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.tests} were left out: {self.why}. {self.remedy}"

    def missing(self) -> None:
        """Leave out the test that calls this, or fail it in CI."""
        if os.environ.get("CI") == "true":
            pytest.fail(str(self))
        pytest.skip(str(self))


def chromium() -> str:
    """The program of Chromium, for a test that needs it."""
    from tools import browser

    try:
        return browser.chromium()
    except FileNotFoundError:
        Need("Tests in a browser", "there is no Chromium", "Debian: apt-get install chromium fonts-noto-cjk.").missing()
        raise AssertionError from None


POSTGRES = Need("Tests of a gradebook in PostgreSQL", "there is none", "Debian: apt-get install postgresql.")


def sandbox() -> None:
    """For a test in which learners' code is graded in the sandbox."""
    from autograder.sandbox.walls import unavailable

    if reason := unavailable():
        remedy = "On Linux, allow unprivileged user namespaces, or run them as root."
        Need("Tests of grading in the sandbox", f"there is none here ({reason})", remedy).missing()
