"""Faults that learners make in several exercises: changes that make a wrong answer of a right one (`edited`)."""

UNSCALED = ('.astype("float32") / 255', '.astype("float32")')
"""Pixels go into the model as they are, from 0 to 255."""
PROBABILITIES = ("(from_logits=True)", "()")
"""The loss takes logits for probabilities."""
KWARGS_LOST = ("super().__init__(**kwargs)", "super().__init__()")
"""A layer loses its name, dtype and trainable flag."""
