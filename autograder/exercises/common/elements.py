"""What a dataset of tickets gives, and what is asked of it: pairs of dicts, batches, order, values (ex06c)."""

import numpy as np

from autograder.graphs.finding import Finding
from autograder.questions.common.elements import ARGUMENTS, shown
from autograder.questions.common.tickets import INPUTS, OUTPUTS


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
