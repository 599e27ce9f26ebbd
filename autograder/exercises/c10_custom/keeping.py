"""Findings on what a layer should keep: its traits, and all of it in a file."""

from autograder.verdict import Finding


def kept_traits(got: dict, wanted: dict, key: str) -> list[Finding]:
    """A finding `key` on the first of the wanted traits (`autograder.layer.traits`) that a layer does not have."""
    for argument, value in wanted.items():
        if got[argument] != value:
            values = {"argument": argument, "got": str(got[argument]), "expected": str(value)}
            return [Finding(key, values)]
    return []


def failed_saving(loaded: dict, name: str) -> list[Finding]:
    """The finding on a layer of class `name` that could not be saved or loaded (`autograder.layer.saved`)."""
    key = loaded["failed"] if loaded["failed"] in ("serial.save", "serial.load") else "serial.load"
    return [Finding(key, {"name": name, "message": str(loaded["message"])})]
