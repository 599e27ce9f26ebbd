"""Findings on what a layer should keep: its traits, and all of it in a file."""

from typing import Any

from autograder.asking import probe
from autograder.graphs.finding import Finding
from autograder.judging import judge
from helpers import graph


def kept_traits(got: dict, wanted: dict, key: str) -> list[Finding]:
    """A finding `key` on the first of the wanted traits (`autograder.asking.layer.traits`) that a layer does not have."""
    for argument, value in wanted.items():
        if got[argument] != value:
            values = {"argument": argument, "got": str(got[argument]), "expected": str(value)}
            return [Finding(key, values)]
    return []


def failed_saving(loaded: dict, name: str) -> list[Finding]:
    """The finding on a layer of class `name` that could not be saved or loaded (`autograder.asking.layer.saved`)."""
    key = loaded["failed"] if loaded["failed"] in ("serial.save", "serial.load") else "serial.load"
    return [Finding(key, {"name": name, "message": str(loaded["message"])})]


def archive_of(items: dict, _parameters: dict) -> dict | None:
    """The saved file, to be read where no code of the learner's is."""
    return {"archive": items["loaded archive"]} if "loaded archive" in items else None


def kept_file(items: dict, wanted: Any, names: tuple[str, ...], name: str, parameters: dict) -> list[Finding]:
    """Findings on the saved file, and on what comes back of one that another process saved.

    Args:
        items: "elsewhere" says what stands in the file; "brought", where there is one, what came back.
        wanted: the reference's model, as it was saved.
        names: of the layers of the learner's own in it.
        name: the class's.
        parameters: "seed" is that of the weights in the file, "first_seed" of those in the other one.
    """
    opened = items.get("elsewhere", {})
    if not _holds(opened, wanted, names, parameters["seed"]):
        return [Finding("serial.file", {"name": name})]
    if "first_seed" not in parameters:
        return []
    item = items["brought"]
    if "failed" in item:
        return failed_saving(item, name)
    (read,), objects = graph.read_together([wanted])
    for weight, value in probe.weights(read, parameters["first_seed"]).items():
        objects[weight].assign(value)
    outputs = probe.two_draws(wanted, read, objects, parameters["seed"])
    return [] if judge.all_close(item["outputs"], outputs) else [Finding("serial.outputs")]


def _holds(opened: dict, wanted: Any, names: tuple[str, ...], seed: int) -> bool:
    """Whether a file holds the named layers, of the learner's own, and the weights of this draw."""
    layers, weights = opened.get("layers", []), opened.get("weights", [])
    own = tuple(layer["name"] for layer in layers if layer["own"])
    drawn = list(probe.weights(graph.read(wanted), seed).values())
    if own != names or len(weights) != len(drawn):
        return False
    left = list(weights)
    for value in drawn:
        place = next((k for k, w in enumerate(left) if judge.close(w, value)), None)
        if place is None:
            return False
        del left[place]
    return True
