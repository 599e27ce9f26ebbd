"""How a model is compiled and trained, as Keras keeps it: beside `helpers.graph` the one reader of private attributes.

They are `Trainer._compile_config` and `Optimizer._trainable_variables`; `tests/test_lint.py` has a test for each.
"""

from typing import Any


def compile_arguments(model: Any) -> dict:
    """What `compile` was given, by name, as it was given: `loss`, `loss_weights`, `metrics`, ...; empty before it."""
    config = getattr(getattr(model, "_compile_config", None), "config", None)
    return dict(config) if getattr(model, "compiled", False) and isinstance(config, dict) else {}


def trained_by(optimizer: Any) -> list:
    """The variables that an optimizer was built for; none before the first step of training."""
    return list(getattr(optimizer, "_trainable_variables", [])) if getattr(optimizer, "built", False) else []
