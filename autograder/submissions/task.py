"""What a worker is told of one submission, beside its bytes: plain data, since it goes to other processes and machines."""

from typing import Any, NotRequired, TypedDict


class Task(TypedDict):
    """One submission to be graded.

    Attributes:
        student, chapter: whose notebook of which chapter.
        lang: of the feedback page.
        secret: of the grading, in hex: all draws follow from it, the student and the chapter.
        memory: MiB that its kernels may use.
        seconds: that an exercise may take; 0: as each exercise says.
        number: of this worker on its machine: kernels that run side by side have different ones.
        sandboxed: whether learners' code is behind walls.
        digest: of what the marks depend on; empty until it is read.
        course: digest of the edition of the course that is wanted, where it is to matter.
        pack: the pack of exercises of somebody's own that the notebook is of, in base64.
        values: the learner's own of each exercise that differs from learner to learner.
        others: of each of these, the values of others with their names.
        longest: seconds after which a worker that doesn't answer is given up.
    """

    student: str
    chapter: str
    lang: str
    secret: str
    memory: int
    seconds: float
    number: NotRequired[int]
    sandboxed: bool
    digest: NotRequired[str]
    course: NotRequired[str]
    pack: NotRequired[str]
    values: NotRequired[dict[str, dict[str, Any]]]
    others: NotRequired[dict[str, list]]
    longest: NotRequired[float]
