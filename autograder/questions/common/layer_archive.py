"""What stands in the file of a model with a layer of the learner's own: read as data, where no code of theirs is."""

import base64
from typing import Any

from autograder.asking import archive
from autograder.asking.raised import core


def carried(items: dict) -> dict:
    """The file of the first asking, as a parameter of the second: its layer must come back in another process."""
    return {"archive": base64.b64encode(archive.as_bytes(items["loaded archive"])).decode()}


def archived(asked: dict) -> dict:
    """The layers that an archive names, and its weights: `{"layers", "weights"}`, or `{"error"}`.

    Args:
        asked: `{"archive"}`, the bytes.
    """
    try:
        found = archive.read(asked["archive"])
        layers = [_layer(entry) for entry in found["config"]["config"]["layers"][:20]]
        return {"layers": layers, "weights": list(found["weights"].values())}
    except Exception as error:  # an archive may hold anything
        return {"error": core(error)}


def _layer(entry: dict) -> dict[str, Any]:
    module = str(entry.get("module") or "")
    own = module != "keras" and not module.startswith("keras.")
    return {"name": str(entry.get("name"))[:80], "own": own, "class": str(entry.get("class_name"))[:80]}
