"""The command line: one module for each family of commands."""

from autograder.cli.application import main

__all__ = ["main"]
