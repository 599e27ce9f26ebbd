"""Archives of Keras (`.keras`): their bytes as evidence, and what stands in them, read as data within limits.

Nothing here makes a class of the learner's again: of what an archive names, Keras's own layers alone are made.
"""

import contextlib
import io
import json
import math
import os
import tempfile
import zipfile
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.asking import heldout

MOST_BYTES = 2 * 2**20
"""Of an archive, and of all that is in it: those of the exercises have some 30,000."""
_PARTS = ("config.json", "model.weights.h5")
_MOST_MEMBERS = 20
_MOST_ARRAYS = 200


def bytes_of(path: str | os.PathLike) -> np.ndarray:
    """A file's bytes, as many as an archive may have and one more, uint8."""
    with open(path, "rb") as file:
        return np.frombuffer(file.read(MOST_BYTES + 1), "uint8")


def as_bytes(array: Any) -> bytes:
    """The bytes that `bytes_of` wrote down.

    Raises:
        ValueError: it is no such array, or too long.
    """
    if not isinstance(array, np.ndarray) or array.dtype != np.uint8 or array.ndim != 1:
        raise ValueError("this is no file")
    if array.size > MOST_BYTES:
        raise ValueError(f"the file is larger than {MOST_BYTES:,} bytes")
    return array.tobytes()


def is_archive(array: Any) -> bool:
    """Whether these bytes are those of a ZIP file."""
    return isinstance(array, np.ndarray) and array.dtype == np.uint8 and zipfile.is_zipfile(io.BytesIO(array.tobytes()))


@contextlib.contextmanager
def checked(array: Any) -> Iterator[str]:
    """The path of an archive that names none but Keras's own classes, to be loaded from there.

    Raises:
        ValueError: it is too large, packed or not, or names other classes.
    """
    data = as_bytes(array)
    config, _weights = _members(data)
    heldout.of_keras(config)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = os.path.join(folder, "model.keras")
        with open(path, "wb") as file:
            file.write(data)
        yield path


def read(array: Any) -> dict:
    """What stands in an archive, as data: `{"config", "weights"}`, weights by their path in it.

    Raises:
        ValueError: it is too large, or no archive of Keras's.
    """
    import h5py

    config, weights = _members(as_bytes(array))
    found: dict[str, np.ndarray] = {}

    def visit(name: str, thing: Any) -> None:
        if isinstance(thing, h5py.Dataset) and len(found) < _MOST_ARRAYS and thing.dtype.kind in "biuf":
            if thing.external or thing.is_virtual or math.prod(thing.shape) * thing.dtype.itemsize > MOST_BYTES:
                raise ValueError("weights that are not in the archive, or more than there can be")
            found[name] = np.asarray(thing)

    with h5py.File(io.BytesIO(weights), "r") as file:
        file.visititems(visit)
    return {"config": config, "weights": found}


def _members(data: bytes) -> tuple[Any, bytes]:
    """The configuration and the weights' file of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        if len(infos) > _MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_BYTES:
            raise ValueError("the archive holds more than a model of this size has")
        with archive.open(_PARTS[0]) as config, archive.open(_PARTS[1]) as weights:
            return json.loads(config.read(MOST_BYTES)), weights.read(MOST_BYTES)
