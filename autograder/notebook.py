"""The door of every notebook: `from autograder.notebook import start`. What is behind it is `autograder.learner`."""

from autograder.learner.ask import ask
from autograder.learner.explained import lint, why
from autograder.learner.notebook import start
from autograder.learner.practice import practice
from autograder.learner.review import review

__all__ = ["ask", "lint", "practice", "review", "start", "why"]
