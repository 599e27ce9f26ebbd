"""The weights of a file, read as data: the arrays that stand at the place of a layer, opened when they are asked for."""

import io
import math
import re
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from helpers.untouched import untouched

MOST_BYTES = 2**31
"""Of a file of weights, and of one array in it."""
_MEMBER = "model.weights.h5"


class Stored:
    """Weights by the place of their layer in the file (`where` of a node of `architecture.graph_of`).

    Args:
        open_: gives the open file, or None where there is none that can be read.
    """

    def __init__(self, open_: Any) -> None:
        self._open, self._file = open_, None

    @staticmethod
    def of_archive(path: Path) -> "Stored":
        def opened() -> Any:
            import h5py

            with zipfile.ZipFile(path) as archive:
                if archive.getinfo(_MEMBER).file_size > MOST_BYTES:
                    return None
                with archive.open(_MEMBER) as member:
                    return h5py.File(io.BytesIO(member.read(MOST_BYTES)), "r")

        return Stored(opened)

    @staticmethod
    def of_model(model: Any) -> "Stored":
        """Those of a model, as Keras would store them."""

        def opened() -> Any:
            import h5py

            with untouched(), tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "model.weights.h5"
                model.save_weights(path)
                return h5py.File(io.BytesIO(path.read_bytes()), "r")

        return Stored(opened)

    def __call__(self, node: dict) -> dict[str, Any]:
        """The arrays of a node's layer by their names; none where they can't be read."""
        try:
            self._file = self._file or self._open() or {}
            group = self._file.get(node["where"])
            return {} if group is None else self._arrays(group)
        except Exception:  # h5py raises errors of many kinds for a damaged file
            return {}

    def _arrays(self, group: Any) -> dict[str, Any]:
        import h5py

        found: dict[str, Any] = {}

        def visit(name: str, thing: Any) -> None:
            safe = isinstance(thing, h5py.Dataset) and not thing.external and not thing.is_virtual
            if safe and thing.dtype.kind in "biuf" and math.prod(thing.shape) * thing.dtype.itemsize <= MOST_BYTES:
                found[name] = thing

        group.visititems(visit)
        return {name: found[name] for name in sorted(found, key=_natural)}


def array(thing: Any) -> np.ndarray:
    """Weights as an array: of a file, or a variable of Keras."""
    if hasattr(thing, "value") and not hasattr(thing, "dims"):
        import keras

        thing = keras.ops.convert_to_numpy(thing)
    found = np.asarray(thing[()] if hasattr(thing, "dims") else thing)
    return found.astype("float32") if found.dtype.name == "bfloat16" else found


def _natural(name: str) -> list:
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name.replace("vars/", ""))]
