"""Messages between processes over a socket: JSON with a length, and bytes beside it; nothing is ever unpickled."""

import json
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

_HEAD = struct.Struct(">IQ")
MAX_JSON = 16 * 2**20
MAX_BYTES = 96 * 2**20
_PIECE = 1 << 20


class FrameError(Exception):
    """The other side closed the connection, or sent what is no message."""


def send(channel: socket.socket, message: dict, data: bytes = b"") -> None:
    """Send a message: JSON data, in which tuples stay tuples, and bytes."""
    text = json.dumps(_tagged(message), allow_nan=True).encode()
    if len(text) > MAX_JSON or len(data) > MAX_BYTES:
        raise FrameError(f"a message of {len(text)} and {len(data)} bytes is too large")
    channel.sendall(_HEAD.pack(len(text), len(data)) + text)
    if data:
        channel.sendall(data)


def receive(
    channel: socket.socket, deadline: float | None = None, watch: Callable[[], None] = lambda: None
) -> tuple[dict, bytes]:
    """The next message.

    Args:
        deadline: in `time.monotonic()`.
        watch: called at least every tenth of a second while waiting; what it raises ends the wait.

    Raises:
        TimeoutError: at the deadline.
        FrameError: the other side is gone, or what it sent is no message within the limits.
    """
    lengths = _HEAD.unpack(_exactly(channel, _HEAD.size, deadline, watch))
    if lengths[0] > MAX_JSON or lengths[1] > MAX_BYTES:
        raise FrameError(f"a message of {lengths[0]} and {lengths[1]} bytes is too large")
    text = _exactly(channel, lengths[0], deadline, watch)
    data = _exactly(channel, lengths[1], deadline, watch)
    try:
        message = _untagged(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise FrameError("what came is not JSON") from error
    if not isinstance(message, dict):
        raise FrameError("what came is not a message")
    return message, data


def _exactly(channel: socket.socket, size: int, deadline: float | None, watch: Callable[[], None]) -> bytes:
    found = bytearray()
    while len(found) < size:
        channel.settimeout(0.1)
        try:
            piece = channel.recv(min(size - len(found), _PIECE))
        except TimeoutError:
            piece = None
        except OSError as error:
            raise FrameError("the connection broke") from error
        watch()
        if deadline is not None and time.monotonic() > deadline:
            raise TimeoutError
        if piece == b"":
            raise FrameError("the connection was closed")
        found += piece or b""
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
    if isinstance(value, dict):
        if value.keys() == {"tuple"} and isinstance(value["tuple"], list):
            return tuple(_untagged(v) for v in value["tuple"])
        return {k: _untagged(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_untagged(v) for v in value]
    return value
