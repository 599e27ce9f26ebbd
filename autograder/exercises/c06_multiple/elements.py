"""What a dataset of tickets gives, and what is asked of it: pairs of dicts, batches, order, values (ex06c)."""

from typing import Any

import numpy as np

from autograder.exercises.c06_multiple.tickets import INPUTS, OUTPUTS, small_router
from autograder.verdict import Finding

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


def judged(found: dict, tickets: dict[str, np.ndarray], size: int) -> list[Finding]:
    """Findings on what `elements_of` wrote down of a dataset of these tickets, in batches of `size`."""
    call = shown(size)
    if found["pair"] != 2:
        return [Finding("dataset.no_pair", {"call": call, "got": int(found["pair"])})]
    for kind, key in zip(found["kinds"], ("dataset.inputs_no_dict", "dataset.targets_no_dict"), strict=True):
        if kind != "dict":
            return [Finding(key, {"got": kind})]
    keys = [list(found["keys"][0]), list(found["keys"][1])]
    if keys == [list(OUTPUTS), list(INPUTS)]:
        return [Finding("dataset.swapped")]
    for got, wanted, key in zip(keys, (INPUTS, OUTPUTS), ("dataset.input_keys", "dataset.target_keys"), strict=True):
        if got != list(wanted):
            return [Finding(key, {"got": got, "expected": list(wanted)})]
    if found["odd"]:
        return [Finding("dataset.dtype", {"names": found["odd"]})]
    elements = found["elements"]
    odd = sorted({name for e in elements for name in tickets if name not in e})
    if odd:
        return [Finding("dataset.dtype", {"names": odd})]
    return _batches(elements, tickets, size, call) or _fitted(found)


def _fitted(found: dict) -> list[Finding]:
    return [Finding("dataset.fit", {"message": found["fit"]})] if found.get("fit") else []


def _batches(elements: list[dict], tickets: dict[str, np.ndarray], size: int, call: str) -> list[Finding]:
    """Findings on the batches: their number, size, order and values."""
    count = len(tickets["title"])
    if elements and elements[0]["title"].ndim == 1:
        return [Finding("dataset.unbatched")]
    for name, wanted in tickets.items():
        for e in elements:
            if e[name].ndim == wanted.ndim + 1:
                return [Finding("dataset.batched_twice", {"got": list(e[name].shape)})]
            if e[name].shape[1:] != wanted.shape[1:]:
                expected = [len(e["title"]), *wanted.shape[1:]]
                return [Finding("dataset.shape", {"name": name, "got": list(e[name].shape), "expected": expected})]
    sizes = [len(e["title"]) for e in elements]
    rows = {
        name: np.concatenate([e[name] for e in elements]) if elements else wanted[:0]
        for name, wanted in tickets.items()
    }
    if sum(sizes) > count:
        again = all(np.array_equal(rows[name][:count], tickets[name]) for name in tickets)
        values = {"call": call, "got": sum(sizes), "expected": count}
        return [Finding("dataset.repeated" if again else "dataset.too_many", values)]
    wanted_sizes = [size] * (count // size) + ([count % size] if count % size else [])
    if sum(sizes) == count and sizes != wanted_sizes:
        return [Finding("dataset.batch_size", {"call": call, "got": sizes, "expected": wanted_sizes})]
    if sum(sizes) < count:
        return [Finding("dataset.dropped", {"call": call, "got": sum(sizes), "expected": count})]
    if all(np.array_equal(rows[name], tickets[name]) for name in tickets):
        return []
    if np.array_equal(_sorted(rows), _sorted(tickets)):
        return [Finding("dataset.order")]
    names = [name for name in tickets if not np.array_equal(rows[name], tickets[name])]
    return [Finding("dataset.other_values", {"names": names})]


def _sorted(tickets: dict[str, np.ndarray]) -> np.ndarray:
    """All tickets, each as one row, in an order that depends on their values alone."""
    whole = np.concatenate([tickets[name] for name in ARGUMENTS], axis=1)
    return whole[np.lexsort(whole.T)]
