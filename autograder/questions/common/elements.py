"""What a dataset of tickets gives, and what is asked of it: pairs of dicts, batches, order, values (ex06c)."""

from typing import Any

from autograder.questions.common.tickets import small_router

ARGUMENTS = ("title", "body", "tags", "priority", "department")


def shown(size: int) -> str:
    """The call as a learner would write it."""
    return f"ticket_dataset(titles, bodies, tags, priority, department, {size})"


def elements_of(dataset: Any, most: int) -> dict:
    """The first elements of a dataset, or what one is instead of a pair of dicts."""
    spec = dataset.element_spec
    parts = list(spec) if type(spec) is tuple else [spec]
    found: dict[str, Any] = {"pair": len(parts) if type(spec) is tuple else 0}
    found["kinds"] = [next((k.__name__ for k in (dict, list, tuple) if isinstance(p, k)), "array") for p in parts]
    if found["kinds"] != ["dict", "dict"]:
        return found
    found["keys"] = [sorted(str(k) for k in part) for part in parts]
    kinds = {str(k): type(v).__name__ for part in parts for k, v in part.items()}
    found["odd"] = sorted(k for k, v in kinds.items() if v != "TensorSpec")
    if found["odd"]:
        return found
    flat = ({str(k): v.numpy() for part in element for k, v in part.items()} for element in dataset.take(most))
    found["elements"] = [{k: v for k, v in e.items() if v.dtype.kind in "biuf"} for e in flat]
    return found


def fitted(dataset: Any) -> str | None:
    """The error that `fit` stops with, if any."""
    model = small_router()
    model.compile("sgd", {"priority": "mse", "department": "mse"}, run_eagerly=True)
    try:
        model.fit(dataset, steps_per_epoch=1, verbose=0)
    except Exception as error:  # fit raises errors of many kinds
        return f"{type(error).__name__}: {error}"[:300]
    return None
