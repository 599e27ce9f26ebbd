"""Exercises of one's own: a Python file with a decorated reference for each, compiled to a pack that judges anywhere."""

from autograder.authoring.declared import en_zh, exercise

__all__ = ["en_zh", "exercise"]
