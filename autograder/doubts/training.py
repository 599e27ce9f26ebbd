"""How a model is compiled, output by output: loss, its weight, metrics, and the optimizer, as plain data."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

_SHORT = {
    "mse": "mean_squared_error", "mae": "mean_absolute_error", "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error", "bce": "binary_crossentropy", "kld": "kl_divergence", "acc": "accuracy",
}  # fmt: skip
REGRESSION = frozenset(
    {"mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "mean_absolute_percentage_error",
     "mean_squared_logarithmic_error"}
)  # fmt: skip
CLASSES = frozenset({"categorical_crossentropy", "sparse_categorical_crossentropy", "categorical_focal_crossentropy"})
BINARY = frozenset({"binary_crossentropy", "binary_focal_crossentropy"})
ABSENT = "absent"


@dataclass(frozen=True)
class Kind:
    """A loss or metric: its name as in `keras.losses` ("mean_squared_error"), its `from_logits`, what was given."""

    name: str
    from_logits: bool = False
    given: Any = None

    @property
    def shown(self) -> str:
        return self.given if isinstance(self.given, str) else self.name


def kind_of(given: Any) -> Kind | None:
    """The kind of a loss or metric; None for None."""
    if given is None:
        return None
    if isinstance(given, dict) and "class_name" in given:
        given = given["class_name"]
    name = given if isinstance(given, str) else getattr(given, "__name__", None) or type(given).__name__
    name = _snake(str(name))
    return Kind(_SHORT.get(name, name), bool(getattr(given, "from_logits", False)), given)


def _snake(name: str) -> str:
    if name.islower():
        return name
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


@dataclass(frozen=True)
class Training:
    """What `compile` was told.

    Args:
        losses, metrics, weights: one for each output of the model, flat. A loss is `ABSENT` where nothing trains the
            output, None where the model trains itself in a way of its own.
        by_list: losses or metrics were given as a list.
        learning_rate: the present one; None where it can't be told.
    """

    losses: tuple[Kind | str | None, ...]
    metrics: tuple[tuple[Kind, ...], ...]
    weights: tuple[float | None, ...]
    by_list: bool
    optimizer: Any
    learning_rate: float | None

    @property
    def optimizer_name(self) -> str:
        return type(self.optimizer).__name__


def training_of(arguments: dict, names: list[str], optimizer: Any) -> Training:
    """What the arguments of `compile` mean for outputs of these names."""
    loss, weights, metrics = (arguments.get(k) for k in ("loss", "loss_weights", "metrics"))
    count = len(names)
    if loss is None:
        losses: list = [None] * count
    else:
        losses = [ABSENT if x is None else kind_of(x) for x in _each(loss, names, broadcast=True)]
    return Training(
        losses=tuple(losses),
        metrics=tuple(_metrics(metrics, names)),
        weights=tuple(_number(w) for w in _each(weights, names, broadcast=False)),
        by_list=isinstance(loss, (list, tuple)) and count > 1,
        optimizer=optimizer,
        learning_rate=_rate(optimizer),
    )


def _each(given: Any, names: list[str], broadcast: bool) -> list:
    """One value for each output; a single one counts for all if `broadcast`."""
    if isinstance(given, dict):
        return [given.get(n) for n in names]
    if isinstance(given, (list, tuple)):
        return [given[k] if k < len(given) else None for k in range(len(names))]
    return [given if broadcast or len(names) == 1 else None] * len(names)


def _metrics(given: Any, names: list[str]) -> list[tuple[Kind, ...]]:
    if isinstance(given, dict):
        each = [given.get(n) for n in names]
    elif isinstance(given, (list, tuple)) and len(names) > 1:
        each = [given[k] if k < len(given) else None for k in range(len(names))]
    else:
        each = [given if len(names) == 1 else None] * len(names)
    listed = [list(m) if isinstance(m, (list, tuple)) else [m] for m in each]
    return [tuple(kind for m in found if (kind := kind_of(m)) is not None) for found in listed]


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _rate(optimizer: Any) -> float | None:
    try:
        return float(np.asarray(optimizer.learning_rate))
    except Exception:  # a schedule of the learner's own may do anything
        return None
