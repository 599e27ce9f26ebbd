"""The command line: one module for each family of commands."""

import sys

from helpers import remedies

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code. Where an installation was interrupted, that is said and no more."""
    try:
        from autograder.cli.application import main as run

        return run(arguments)
    except Exception:
        if not (missing := remedies.whole()):
            raise
    print(missing, file=sys.stderr)
    return 2
