"""Messages between processes over a socket: JSON with a length, and bytes beside it; nothing is ever unpickled."""

import json
import socket
import struct
import time
from typing import Any

from autograder.sandbox.parts import parts

_HEAD = struct.Struct(">IQ")
MAX_JSON = 16 * 2**20
MAX_BYTES = 96 * 2**20
MOST_HANDED_IN = 224 * 2**20
"""Bytes of a submission on its way to where it is read: a notebook with its outputs, and the files beside it."""
MAX_PARTS = 1_500_000
"""Of the JSON: a list of two bytes takes sixty in memory."""
_PIECE = 1 << 20


class FrameError(Exception):
    """The other side closed the connection, or sent what is no message."""


def send(
    channel: socket.socket, message: dict, data: bytes = b"", deadline: float | None = None, most: int = MAX_BYTES
) -> None:
    """Send a message: JSON data, in which tuples stay tuples, and bytes.

    Args:
        deadline: in `time.monotonic()`.
        most: bytes of `data`.

    Raises:
        TimeoutError: the other side did not take it until the deadline (in `time.monotonic()`).
        FrameError: it is too large.
    """
    text = json.dumps(_tagged(message), allow_nan=True).encode()
    if len(text) > MAX_JSON or len(data) > most:
        raise FrameError(f"a message of {len(text)} and {len(data)} bytes is too large")
    for part in (_HEAD.pack(len(text), len(data)) + text, data):
        channel.settimeout(None if deadline is None else max(0.01, deadline - time.monotonic()))
        channel.sendall(part)
    channel.settimeout(None)


def receive(channel: socket.socket, deadline: float | None = None, most: int = MAX_BYTES) -> tuple[dict, bytes]:
    """The next message.

    Args:
        deadline: in `time.monotonic()`.
        most: bytes beside its JSON.

    Raises:
        TimeoutError: at the deadline.
        FrameError: the other side is gone, or what it sent is no message within the limits.
    """
    lengths = _HEAD.unpack(_exactly(channel, _HEAD.size, deadline))
    if lengths[0] > MAX_JSON or lengths[1] > most:
        raise FrameError(f"a message of {lengths[0]} and {lengths[1]} bytes is too large")
    text = _exactly(channel, lengths[0], deadline)
    data = _exactly(channel, lengths[1], deadline)
    if lengths[0] > MAX_PARTS and parts(text) > MAX_PARTS:
        raise FrameError("a message of too many parts")
    try:
        message = _untagged(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise FrameError("what came is not JSON") from error
    if not isinstance(message, dict):
        raise FrameError("what came is not a message")
    return message, data


def _exactly(channel: socket.socket, size: int, deadline: float | None) -> bytes:
    found = bytearray()
    while len(found) < size:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise TimeoutError
        channel.settimeout(left)
        try:
            piece = channel.recv(min(size - len(found), _PIECE))
        except TimeoutError:
            raise
        except OSError as error:
            raise FrameError("the connection broke") from error
        if not piece:
            raise FrameError("the connection was closed")
        found += piece
    channel.settimeout(None)
    return bytes(found)


def _tagged(value: Any) -> Any:
    if isinstance(value, tuple):
        return {"tuple": [_tagged(v) for v in value]}
    if isinstance(value, list):
        return [_tagged(v) for v in value]
    if isinstance(value, dict):
        return {str(k): _tagged(v) for k, v in value.items()}
    return value


def _untagged(value: Any) -> Any:
    """The same data, in their place, with tuples where they were."""
    if isinstance(value, dict):
        if value.keys() == {"tuple"} and isinstance(value["tuple"], list):
            return tuple(map(_untagged, value["tuple"]))
        for key, item in value.items():
            value[key] = _untagged(item)
    elif isinstance(value, list):
        for k, item in enumerate(value):
            value[k] = _untagged(item)
    return value
