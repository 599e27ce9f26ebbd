"""The course of a training: what the losses of its epochs say together."""

from itertools import pairwise

PATIENCE = 3
"""Epochs over which the losses must agree."""


class Course:
    """The losses of a training, epoch by epoch."""

    def __init__(self) -> None:
        self.loss: list[float] = []
        self.validation: list[float] = []

    def add(self, losses: dict[str, float]) -> None:
        self.loss.append(losses["loss"]) if "loss" in losses else None
        self.validation.append(losses["val_loss"]) if "val_loss" in losses else None

    def overfits(self) -> int | None:
        """The epoch (from 1) of the best validation loss, where it rises since then while the other falls."""
        if len(self.validation) < PATIENCE + 1 or len(self.validation) != len(self.loss):
            return None
        best = min(range(len(self.validation)), key=self.validation.__getitem__)
        since = self.validation[best + 1 :]
        if len(since) < PATIENCE or since[-1] < 1.02 * self.validation[best] + 1e-9:
            return None
        falls = self.loss[-1] < self.loss[best]
        return best + 1 if falls and min(since[-PATIENCE:]) > self.validation[best] else None

    def swings(self) -> bool:
        """Whether the training loss has risen clearly, twice in a row or far above where it began."""
        last = self.loss[-PATIENCE:]
        rises = len(last) == PATIENCE and all(b > 1.05 * a + 1e-9 for a, b in pairwise(last))
        return (rises and last[-1] > 0.5 * abs(self.loss[0])) or (
            len(self.loss) > 1 and self.loss[0] > 0 and self.loss[-1] > 3 * self.loss[0]
        )

    def stands(self) -> bool:
        """Whether the training loss hasn't moved at all since the first epoch."""
        if len(self.loss) < PATIENCE:
            return False
        scale = max(abs(self.loss[0]), 1e-12)
        return max(abs(value - self.loss[0]) for value in self.loss) < 0.005 * scale and self.loss[0] > 1e-6
