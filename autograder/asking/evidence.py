"""Evidence: what crosses from the learner's side to the judge, inert data only.

A piece of evidence is JSON: null, booleans, numbers, strings, lists, objects; an array is an object
`{"npy": base64}` that holds NumPy's own file format without pickle. Whatever a learner's process sends is
read with limits on size, depth and count; what breaks them is refused with `EvidenceError`, never executed.
"""

import base64
import io
import json
import math
from typing import Any

import numpy as np

VERSION = 1
MAX_BYTES = 64 * 2**20
MAX_DEPTH = 60
MAX_ITEMS = 2_000_000
MAX_TEXT = 100_000
MAX_ARRAY = 32 * 2**20
_KINDS = "biuf"


class EvidenceError(Exception):
    """The evidence is not of the agreed form: too large, too deep, or not data."""


def encode(items: dict) -> bytes:
    """Evidence as bytes. Only plain data and numeric arrays pass.

    Raises:
        EvidenceError: for anything else, and beyond the limits.
    """
    text = json.dumps({"version": VERSION, "items": _encoded(items, 0)}, allow_nan=False)
    data = text.encode()
    if len(data) > MAX_BYTES:
        raise EvidenceError(f"evidence of {len(data)} bytes, at most {MAX_BYTES} are taken")
    return data


def decode(data: bytes) -> dict:
    """The items of `encode`, arrays as NumPy arrays.

    Raises:
        EvidenceError: when `data` is not evidence of this version, or breaks a limit.
    """
    if type(data) is not bytes or len(data) > MAX_BYTES:
        raise EvidenceError("evidence is not bytes, or too large")
    if sum(data.count(sign) for sign in (b"[", b"{", b",")) > MAX_ITEMS:  # before they fill the memory
        raise EvidenceError("evidence has too many parts")
    if data.count(b",") > MAX_ITEMS:  # known before it is made: parts take far more room than their text
        raise EvidenceError("evidence has too many parts")
    try:
        whole = json.loads(data, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise EvidenceError("evidence is not JSON") from error
    if type(whole) is not dict or whole.get("version") != VERSION or type(whole.get("items")) is not dict:
        raise EvidenceError("evidence of another version")
    return _decoded(whole["items"], 0, [0])


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _encoded(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise EvidenceError("evidence is nested too deeply")
    if value is None or type(value) in (bool, int):
        return value
    if type(value) is str:
        return value[:MAX_TEXT]
    if type(value) is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    if type(value) in (list, tuple):
        return [_encoded(v, depth + 1) for v in value]
    if type(value) is dict:
        return {_text(k): _encoded(v, depth + 1) for k, v in value.items()}
    if type(value) is np.ndarray:
        return _packed(value)
    raise EvidenceError(f"a {type(value).__name__} is not data")


def _text(key: Any) -> str:
    if type(key) is not str:
        raise EvidenceError("keys are strings")
    return key[:MAX_TEXT]


def _packed(array: np.ndarray) -> dict:
    if array.dtype.name == "bfloat16":  # NumPy's file format has no such number; float32 has all of them
        array = array.astype("float32")
    if array.dtype.kind not in _KINDS:
        raise EvidenceError(f"an array of {array.dtype} is not numeric")
    if array.nbytes > MAX_ARRAY:
        raise EvidenceError(f"an array of {array.nbytes} bytes, at most {MAX_ARRAY} are taken")
    file = io.BytesIO()
    np.save(file, np.asarray(array, order="C"), allow_pickle=False)
    return {"npy": base64.b64encode(file.getvalue()).decode()}


def _decoded(value: Any, depth: int, count: list[int]) -> Any:
    count[0] += 1
    if count[0] > MAX_ITEMS or depth > MAX_DEPTH:
        raise EvidenceError("evidence has too many parts, or is nested too deeply")
    if isinstance(value, dict):
        if set(value) == {"npy"}:
            return _unpacked(value["npy"])
        if set(value) == {"float"}:
            return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}.get(str(value["float"]), math.nan)
        return {k: _decoded(v, depth + 1, count) for k, v in value.items()}
    if isinstance(value, list):
        return [_decoded(v, depth + 1, count) for v in value]
    return value


def _unpacked(text: Any) -> np.ndarray:
    try:
        raw = base64.b64decode(text, validate=True)
        file = io.BytesIO(raw)
        version = np.lib.format.read_magic(file)
        shape, _order, dtype = (
            np.lib.format.read_array_header_1_0(file)
            if version == (1, 0)
            else np.lib.format.read_array_header_2_0(file)
        )
        if dtype.kind not in _KINDS or math.prod(shape) * dtype.itemsize > min(len(raw), MAX_ARRAY):
            raise EvidenceError("an array that is not numeric, or says that it is larger than it is")
        return np.load(io.BytesIO(raw), allow_pickle=False)
    except EvidenceError:
        raise
    except Exception as error:
        raise EvidenceError("an array that can't be read") from error
