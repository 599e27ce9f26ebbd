"""Errors of the course: each is one sentence that says what happened and what to do."""


class CourseError(Exception):
    """A fault that a person can mend, told in their language.

    The message is a whole sentence for the reader, already translated. In a notebook
    it is shown alone, without a traceback: the way to the fault lies in our code and
    would teach a learner nothing.
    """

    def _render_traceback_(self) -> list[str]:
        """Lines that IPython prints in place of a traceback."""
        return [str(self)]
