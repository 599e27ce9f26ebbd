"""What a notebook of the course imports: data sets, pictures, the environment check."""

from helpers import language
from helpers.errors import CourseError

__all__ = ["CourseError", "language"]
