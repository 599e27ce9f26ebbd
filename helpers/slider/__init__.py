"""The way between two codes, as a decoder draws it: a slider in a notebook, a strip of pictures everywhere else."""

from typing import Any

import numpy as np

from helpers.errors import CourseError
from helpers.language import current
from helpers.language import translate as _
from helpers.slider.strip import Strip
from helpers.slider.widget import Between

__all__ = ["Between", "between"]

_FRAMES = 51  # a step of 2%
_MOST_SIDE = 256


def between(decoder: Any, start: Any, end: Any, lang: str | None = None) -> Between:
    """Walk from one code to another and see what a decoder makes of the codes on the way.

    Args:
        decoder: a model that takes codes, (rows, numbers), and gives pictures, (rows, height, width) with or without
            a last axis of 1 or 3 channels, from 0 to 1.
        start, end: two codes, (numbers,) or (1, numbers).
        lang: language of the words, "en" or "zh"; default: the reader's.

    Raises:
        CourseError: codes or pictures have other shapes, or the decoder fails on them.
    """
    lang = lang or current()
    ends = [_code(code, lang) for code in (start, end)]
    if len(ends[0]) != len(ends[1]):
        raise CourseError(
            _("The two codes have {first} and {second} numbers.", lang, first=len(ends[0]), second=len(ends[1]))
        )
    shares = np.linspace(0, 1, _FRAMES, dtype="float32")[:, None]
    frames = _pictures(decoder, (1 - shares) * ends[0] + shares * ends[1], lang)
    return Between(frames, Strip(frames, lang), lang)


def _code(given: Any, lang: str) -> np.ndarray:
    try:
        code = np.asarray(given, dtype="float32").squeeze()
    except (TypeError, ValueError):
        code = np.zeros((0, 0))
    if code.ndim != 1 or not code.size or not np.isfinite(code).all():
        raise CourseError(_("A code is one row of numbers, as an encoder gives it for one picture.", lang))
    return code


def _pictures(decoder: Any, codes: np.ndarray, lang: str) -> np.ndarray:
    """Bytes, (frames, height, width, channels) with 1 or 3 channels."""
    try:
        found = np.asarray(decoder(codes), "float32")
    except Exception as error:  # a model of a learner may do anything
        reason = " ".join(str(error).split())[:200]
        raise CourseError(
            _("The decoder can't be called on codes of {count} numbers: {reason}", lang, count=codes.shape[1],
              reason=reason)
        ) from None  # fmt: skip
    if found.ndim == 3:
        found = found[..., None]
    if (
        found.ndim != 4
        or found.shape[-1] not in (1, 3)
        or not 0 < min(found.shape[1:3]) <= max(found.shape[1:3]) <= _MOST_SIDE
    ):
        raise CourseError(
            _(
                "The decoder gives {shape} for a code; pictures are height × width, or with 1 or 3 channels as a last "
                "axis, up to {most} pixels wide and high.",
                lang,
                shape=" × ".join(map(str, found.shape[1:])) or "()",
                most=_MOST_SIDE,
            )
        )
    if len(found) != len(codes):
        raise CourseError(
            _(
                "The decoder gives {found} pictures for {count} codes; it should give one for each.",
                lang,
                found=len(found),
                count=len(codes),
            )
        )
    return np.clip(np.rint(np.nan_to_num(found) * 255), 0, 255).astype("uint8")
