"""The explanations, one module for each family of errors; importing this package fills the registry."""

# In the order in which they are tried: what is known for sure comes first.
from autograder.errors.families import making, symbols, legacy, names, wiring  # isort: skip
from autograder.errors.families import saving, memory, ids, data, labels, structures, joins, shapes, rest  # isort: skip

__all__ = [
    "data", "ids", "joins", "labels", "legacy", "making", "memory", "names", "rest", "saving", "shapes", "structures", "symbols", "wiring",
]  # fmt: skip
