"""A finding in words, in the learner's names: its sentence, filled from its values, in English or Chinese.

A value is shown as code unless its field says otherwise; lists are joined. Each key has one sentence
(`autograder.feedback.sentences`) and its Chinese in the catalogue.
"""

from typing import Any

from autograder.feedback import lines
from autograder.feedback.sentences import SENTENCES
from autograder.feedback.visible import visible
from autograder.graphs.finding import Finding
from helpers.language import current, mark, translate

__all__ = ["SENTENCES", "sentence"]

_PLAIN = {
    "layer",
    "message",
    "where",
    "reason",
    "which",
    "before",
    "options",
    "seconds",
    "count",
    "place",
    "params",
    "size",
    "format",
    "encoding",
    "what",
    "most",
    "whose",
}
"""Fields that are words or counts, not code."""


def sentence(finding: Finding, lang: str | None = None) -> str:
    """The finding in words (Markdown: code in backticks), in `lang` (default: the language in use).

    Its values may be a learner's: what of them has no form is shown by number (`autograder.feedback.visible`).
    """
    lang = lang or current()
    template = translate(SENTENCES.get(finding.key, SENTENCES["graph.differs"]), lang)
    values = dict(finding.values)
    at = values.pop("at", None) or {}
    if isinstance(values.get("told"), str):  # an error that is explained (`autograder.errors`)
        values["message"] = values["told"]
    values["where"] = _where(values, lang)
    values["which"] = _which(values, lang)
    values["before"] = _before(values.get("into"), lang)
    values["options"] = _options(values.get("options"), lang)
    quoted = _quoted(template)
    if "op" in values and "place" in values and "layer" in values and "layer" not in quoted:
        values["layer"] = _layer(values, at, template.startswith("{layer}"), lang)
        if template.startswith("{layer},"):  # a line is set between commas already
            values["layer"] = _Said(values["layer"].removesuffix(","))
    elif at and "layer" in quoted and isinstance(values.get("layer"), str):
        values["layer"] = lines.quoted(values["layer"], at)
    for field in lines.of_calls(finding.key) if at else ():
        value = values.get(field)
        if (
            isinstance(value, (list, tuple))
            and value
            and all(isinstance(v, str) for v in value)
            and field not in quoted
        ):
            values[field] = _Said(_listed(lines.several(finding.key, field, list(value), at, lang), lang))
    shown = {k: _shown(v, k not in _PLAIN, k in quoted, lang) for k, v in values.items()}
    return visible(template.format_map(_Lenient(shown)).strip())


class _Said(str):
    """Text that stands in the sentence as it is."""


class _Lenient(dict):
    """A missing field is shown as an ellipsis: a finding from an untrusted side may lack one."""

    def __missing__(self, key: str) -> str:
        return "…"


def _quoted(template: str) -> set[str]:
    """Fields that stand in backticks already."""
    inside = template.split("`")[1::2]
    return {field for field in _fields(template) if any("{" + field + "}" in part for part in inside)}


def _fields(template: str) -> list[str]:
    return [part.split("}")[0] for part in template.split("{")[1:]]


def _shown(value: Any, code: bool, quoted: bool, lang: str) -> str:
    """A value in a sentence.

    Args:
        code: set it in backticks, where it is no number.
        quoted: the sentence has backticks around it.
    """
    if isinstance(value, _Said):
        return value
    if isinstance(value, (list, tuple)) and value and all(isinstance(v, str) for v in value):
        return ", ".join(value) if quoted else _listed([f"`{v}`" for v in value], lang)
    if isinstance(value, (list, tuple)):
        text = ", ".join("?" if v is None else str(v) for v in value)
        text = f"({text},)" if len(value) == 1 else f"({text})"
    elif isinstance(value, float):
        text, code = format(value, ("" if quoted else ",") + (".1f" if value.is_integer() else ".6g")), False
    elif isinstance(value, int) and not isinstance(value, bool):
        text, code = (str(value) if quoted else f"{value:,}"), False
    else:
        text = str(value)
    return f"`{text}`" if code and text and not quoted else text


def _listed(names: list[str], lang: str) -> str:
    if len(names) == 1:
        return names[0]
    comma, last = ("、", " 和 ") if lang == "zh" else (", ", " and ")
    return comma.join(names[:-1]) + last + names[-1]


def _layer(values: dict, at: dict, first: bool, lang: str) -> str:
    """A layer by its line, else by its name and, where there are several of its kind, which it is: Keras counts names on."""
    known = lines.subject(str(values["layer"]), at, lang) if first else ""
    if known:
        return _Said(known)
    place = values["place"]
    if not isinstance(place, int) or place < 1:
        return f"`{values['layer']}`"
    if lang == "zh":
        return f"`{values['layer']}`（第 {place} 个 `{values['op']}`）"
    return f"`{values['layer']}` (the {_ordinal(place)} `{values['op']}`)"


def _ordinal(place: int) -> str:
    return f"{place}{'th' if 10 <= place % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def _where(values: dict, lang: str) -> str:
    if not values.get("line"):
        return ""
    text = mark(" in line {line}, `{code}`") if values.get("code") else mark(" in line {line}")
    return translate(text, lang).format(line=values["line"], code=str(values.get("code")).replace("`", "'"))


def _before(into: Any, lang: str) -> str:
    if not isinstance(into, list) or not into:
        return ""
    return translate(mark(" and before {into}"), lang).format(into=_listed([f"`{name}`" for name in into], lang))


def _which(values: dict, lang: str) -> str:
    place = values.get("place")
    if not isinstance(place, int) or place < 1:
        return ""
    return f"第 {place} 个 " if lang == "zh" else f"the {_ordinal(place)} "


def _options(options: Any, lang: str) -> str:
    if not isinstance(options, dict) or not options:
        return ""
    listed = ", ".join(f"{k}={tuple(v) if isinstance(v, list) else v}" for k, v in options.items())
    return f"（`{listed}`）" if lang == "zh" else f" (`{listed}`)"
