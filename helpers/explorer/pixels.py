"""Arrays as the explorer's page draws them: bytes between the least and the greatest value, and what the axes are."""

from typing import Any

import numpy as np

from helpers.language import translate as _

MOST_MAPS, MOST_SIDE, MOST_BARS, MOST_STEPS = 64, 96, 256, 256
BINS = 24


def drawn(values: np.ndarray, lang: str, image: bool = False) -> tuple[dict, bytes]:
    """One activation.

    Args:
        values: of one row, without the first axis.
        image: whether it is an input, so that three channels are colours.

    Returns:
        what it is: `kind` ("number", "bars", "heat", "maps", "image", "words"), `sentence`, `low`, `high`, sizes; and
        its bytes in the order of its axes.
    """
    if values.dtype.kind in "OSU":
        words = [v.decode(errors="replace") if isinstance(v, bytes) else str(v) for v in values.ravel()[:MOST_BARS]]
        return {"kind": "words", "words": words, "sentence": ""}, b""
    numbers = values.astype("float32")
    low, high = _ends(numbers)
    about: dict[str, Any] = {"low": number(low), "high": number(high), "sentence": _odd(numbers, lang)}
    if numbers.size == 1:
        return about | {"kind": "number", "value": number(float(numbers.ravel()[0]))}, b""
    if numbers.ndim == 1:
        return _bars(numbers, about, lang)
    if numbers.ndim == 2:
        return _heat(numbers, about, lang)
    if numbers.ndim == 3:
        return _maps(numbers, about, lang, image)
    first = int(np.prod(numbers.shape[:-3]))
    found, data = _maps(numbers.reshape(first, *numbers.shape[-3:])[0], about, lang, image)
    more = _("The first of {count} frames is shown.", lang, count=first)
    return found | {"sentence": " ".join(filter(None, (more, found["sentence"])))}, data


def histogram(values: np.ndarray) -> dict:
    """How a weight's values are spread: `counts` of equal bins between `low` and `high`, `mean` and `spread`."""
    numbers = values.astype("float32").ravel()
    numbers = numbers[np.isfinite(numbers)]
    if not numbers.size:
        return {"counts": [], "low": "", "high": "", "mean": "", "spread": ""}
    counts = _counts(numbers.astype("float64"))
    ends = (float(numbers.min()), float(numbers.max()), float(numbers.mean()), float(numbers.std()))
    found = dict(zip(("low", "high", "mean", "spread"), map(number, ends), strict=True))
    return found | {"counts": [int(c) for c in counts]}


def _counts(numbers: np.ndarray) -> np.ndarray:
    try:
        return np.histogram(numbers, bins=BINS)[0]
    except ValueError:  # too near to each other for bins between them
        counts = np.zeros(BINS, int)
        counts[BINS // 2] = numbers.size
        return counts


def number(value: float) -> str:
    """Three digits that matter."""
    return f"{value:.3g}".replace("-", "\N{MINUS SIGN}")


def _ends(values: np.ndarray) -> tuple[float, float]:
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)


def _odd(values: np.ndarray, lang: str) -> str:
    odd = int(np.size(values) - np.isfinite(values).sum())
    return _("{count} values are not finite (NaN or infinite).", lang, count=odd) if odd else ""


def _bytes(values: np.ndarray, low: float, high: float) -> bytes:
    scaled = (np.nan_to_num(values, nan=low, posinf=high, neginf=low) - low) * (255 / (high - low) if high > low else 0)
    return np.clip(np.rint(scaled), 0, 255).astype("uint8").tobytes()


def _bars(values: np.ndarray, about: dict, lang: str) -> tuple[dict, bytes]:
    shown = values[:MOST_BARS]
    low, high = min(_ends(values)[0], 0.0), max(_ends(values)[1], 0.0)  # bars stand on zero
    zero = (0 - low) / (high - low) if high > low else 0.0
    about |= {"kind": "bars", "count": len(shown), "zero": zero}
    about["sentence"] += _part(len(shown), len(values), lang)
    return about, _bytes(shown, low, high)


def _heat(values: np.ndarray, about: dict, lang: str) -> tuple[dict, bytes]:
    shown = values[:MOST_STEPS, :MOST_STEPS]
    about |= {"kind": "heat", "steps": shown.shape[0], "features": shown.shape[1]}
    about["sentence"] += _part(shown.size, values.size, lang)
    return about, _bytes(shown, *_ends(values))


def _maps(values: np.ndarray, about: dict, lang: str, image: bool) -> tuple[dict, bytes]:
    step = max(1, -(-max(values.shape[:2]) // MOST_SIDE))
    small = values[::step, ::step]
    about |= {"height": small.shape[0], "width": small.shape[1]}
    if image and values.shape[-1] == 3:
        return about | {"kind": "image"}, _bytes(small, *_ends(values))
    shown = np.moveaxis(small[..., :MOST_MAPS], -1, 0)
    about |= {"kind": "maps", "channels": shown.shape[0]}
    about["sentence"] += _part(shown.shape[0], values.shape[-1], lang)
    return about, _bytes(shown, *_ends(values))


def _part(shown: int, whole: int, lang: str) -> str:
    return "" if shown == whole else _("The first {shown} of {whole} are shown.", lang, shown=shown, whole=whole)
