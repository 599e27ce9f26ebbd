"""Bounds on what is kept of what a learner's process sent: findings that a page can show, text that UTF-8 can write."""

from dataclasses import replace
from typing import Any

from autograder.graphs.finding import Finding
from autograder.judging.verdict import Verdict

MOST_TEXT = 2000
"""Characters that are kept of one text."""
_MOST_PARTS = 100
_MOST_FINDINGS = 20
_MOST_DEPTH = 4
_MOST_NUMBER = 10**100


def bounded(found: Verdict) -> Verdict:
    """The verdict with no more text, and no more findings, than a page can show; text that UTF-8 can write."""
    findings, facts = (tuple(map(_finding, all_[:_MOST_FINDINGS])) for all_ in (found.findings, found.facts))
    return replace(found, findings=findings, facts=facts)


def _finding(finding: Finding) -> Finding:
    values = {_text(k): _value(v, 0) for k, v in list(finding.values.items())[:_MOST_PARTS]}
    return replace(finding, key=_text(finding.key), values=values)


def _value(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list | tuple):
        return [_value(v, depth + 1) for v in value[:_MOST_PARTS]] if depth < _MOST_DEPTH else "…"
    if isinstance(value, dict):
        some = list(value.items())[:_MOST_PARTS]
        return {_text(str(k)): _value(v, depth + 1) for k, v in some} if depth < _MOST_DEPTH else "…"
    if isinstance(value, int) and abs(value) > _MOST_NUMBER:
        return "…"
    return value if isinstance(value, bool | int | float | None) else _text(str(value))


def _text(text: str) -> str:
    return text[:MOST_TEXT].encode("utf-8", "replace").decode()


def reason(error: BaseException) -> str:
    """An exception in a few words."""
    try:
        text = f"{type(error).__name__}: {error}"
    except Exception:
        text = type(error).__name__
    return text[:200].encode("utf-8", "replace").decode()


class Shown:
    """What is kept of what a submission's cells showed: text and pictures, up to `most` characters in all."""

    _MOST_OUTPUTS = 200
    _FIELDS = ("output_type", "name", "text", "ename", "evalue")
    _KINDS = ("text/plain", "image/png")

    def __init__(self, most: int = 16 * 2**20, text: int = 20_000) -> None:
        self._left, self._text = most, text

    def kept(self, outputs: Any) -> list[dict]:
        """The outputs of one cell."""
        found = []
        for output in outputs[: self._MOST_OUTPUTS] if isinstance(outputs, list) else []:
            if isinstance(output, dict):
                kept: dict[str, Any] = self._some(output, self._FIELDS)
                if isinstance(output.get("data"), dict):
                    kept["data"] = self._some(output["data"], self._KINDS)
                found.append(kept)
        return found

    def _some(self, values: dict, keys: tuple[str, ...]) -> dict[str, str]:
        found = {}
        for key in keys:
            value = values.get(key)
            if isinstance(value, str):
                if not key.startswith("image/"):
                    value = value[: self._text]
                if len(value) <= self._left:
                    self._left -= len(value)
                    found[key] = value
        return found
