"""The door of every notebook: `from autograder.notebook import lint, start, why`. What is behind it is `autograder.learner`."""

from autograder.learner.explained import lint, why
from autograder.learner.notebook import start

__all__ = ["lint", "start", "why"]
