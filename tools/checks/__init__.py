"""Every check of the course's sources and notebooks: each returns the problems that it finds."""

from tools.checks.editions import edition_problems
from tools.checks.prose import prose_problems
from tools.checks.structure import structure_problems

__all__ = ["edition_problems", "prose_problems", "structure_problems"]
