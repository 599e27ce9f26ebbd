"""Keras's global settings in a learner's notebook: an answer is judged under those under which it was asked."""

import contextlib
from collections.abc import Iterator

from autograder.asking import evidence

_FLOATS = ("float16", "bfloat16", "float32", "float64")
_ALLOWED = {
    "floatx": _FLOATS,
    "policy": (*_FLOATS, "mixed_float16", "mixed_bfloat16"),
    "image_data_format": ("channels_last", "channels_first"),
}
_USUAL = {"floatx": "float32", "policy": "float32", "image_data_format": "channels_last"}
_HALF = ("float16", "bfloat16")


def here() -> dict[str, str]:
    """Those of this process that are not as Keras begins: `floatx`, `policy`, `image_data_format`."""
    import keras

    found = {
        "floatx": keras.config.floatx(),
        "policy": keras.config.dtype_policy().name,
        "image_data_format": keras.config.image_data_format(),
    }
    return {name: value for name, value in found.items() if value != _USUAL[name]}


@contextlib.contextmanager
def under(settings: dict[str, str]) -> Iterator[None]:
    """Within: Keras's own settings, but for these (what `here` gave); what was before comes back."""
    before = _USUAL | here()
    _set(_USUAL | settings, before)
    try:
        yield
    finally:
        _set(before, _USUAL | here())


def of(data: bytes) -> dict[str, str]:
    """Those that a piece of evidence was gathered under (`here`); none where it can't be read."""
    try:
        found = evidence.decode(data).get("settings")
    except evidence.EvidenceError:
        return {}
    found = found if isinstance(found, dict) else {}
    return {name: found[name] for name in _USUAL if found.get(name) in _ALLOWED[name]}


def usual() -> contextlib.AbstractContextManager[None]:
    """Within: the settings that Keras begins with."""
    return under({})


def half() -> bool:
    """Whether models compute in 16 bits here: two ways to the same number differ by a percent then."""
    import keras

    return keras.config.dtype_policy().compute_dtype in _HALF


def _set(wanted: dict[str, str], now: dict[str, str]) -> None:
    import keras

    for name, change in (
        ("floatx", keras.config.set_floatx),
        ("policy", keras.config.set_dtype_policy),
        ("image_data_format", keras.config.set_image_data_format),
    ):
        if wanted[name] != now[name]:
            change(wanted[name])
