"""The door of every notebook: `from autograder.notebook import start`. What is behind it is `autograder.learner`."""

from autograder.learner.notebook import start

__all__ = ["start"]
