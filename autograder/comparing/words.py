"""What a group of entries says, as a sentence in English or Chinese; code stands in backticks."""

import re
from collections.abc import Sequence
from typing import Any

from autograder.comparing.grouping import Group
from helpers.drawing.labels import shorten, spelled
from helpers.language import current, mark
from helpers.language import translate as _

SENTENCES = {
    "config": mark("{who}: {options}."),
    "bias.lost": mark("{who} lost the bias."),
    "bias.lost.many": mark("{who} lost their bias."),
    "bias.got": mark("{who} got a bias."),
    "bias.got.many": mark("{who} got a bias each."),
    "activation": mark("{who}: the activation is {to}, not {from}."),
    "activation.inserted": mark("{who} has the activation {activation}; it had none."),
    "activation.inserted.many": mark("{who} have the activation {activation}; they had none."),
    "activation.removed": mark("{who} lost the activation {activation}."),
    "replaced": mark("{times}{to} stands where {from} stood{names}."),
    "replaced.one": mark("{who}: {to}, not {from}."),
    "inserted": mark("New: {times}{layers}{where}."),
    "removed": mark("Gone: {times}{layers}{where}."),
    "repeats.removed": mark("{stage}a block of {size} layers ({block}) stands {to} times in a row, not {from}."),
    "repeats.inserted": mark("{stage}a block of {size} layers ({block}) stands {to} times in a row, not {from}."),
    "moved": mark("{who} stands elsewhere: behind {to}, not behind {from}."),
    "moved.many": mark("{who} stand elsewhere: most behind {to}, not behind {from}."),
    "moved.before": mark("{who} stands before {other}, not behind it."),
    "moved.before.many": mark("{who} stand before {other}, not behind it."),
    "moved.behind": mark("{who} stands behind {other}, not before it."),
    "moved.behind.many": mark("{who} stand behind {other}, not before it."),
    "edge": mark("{who} takes {to}, not {from}."),
    "edge.many": mark("{who} take something else: most take {to}, not {from}."),
    "edge.lost": mark("{who} no longer takes {from}."),
    "edge.lost.many": mark("{who} no longer take what they took: most {from}."),
    "edge.new": mark("{who} takes {to}, too."),
    "edge.new.many": mark("{who} take something more: most {to}."),
    "order": mark("{who} takes the same in another order: {to}, not {from}."),
    "order.many": mark("{who} take the same in another order."),
    "frozen": mark("{who} is frozen."),
    "frozen.many": mark("{who} are frozen."),
    "trained": mark("{who} is trained; it was frozen."),
    "trained.many": mark("{who} are trained; they were frozen."),
    "unshared": mark("{who} was one shared layer; its calls are of {layers} layers now."),
    "unshared.many": mark("{who} were shared; each call is of a layer of its own now."),
    "shared": mark("{who} is one shared layer; there were several in its place."),
    "shared.many": mark("{who} are shared layers; there were several in the place of each."),
    "weights": mark("{who}: the weights have other shapes: {after}, not {before}."),
    "input": mark("The input {who} takes {to}, not {from}."),
    "input_added": mark("There is a new input: {who}."),
    "input_removed": mark("The input {who} is gone."),
    "input_order": mark("The inputs stand in another order: {to}, not {from}."),
    "output": mark("An output comes from {to}, not from {from}."),
    "output_added": mark("There is a new output, from {to}."),
    "output_removed": mark("The output from {from} is gone."),
    "output_order": mark("The outputs stand in another order: {to}, not {from}."),
    "keys.inputs": mark("The names of the inputs are {to}, not {from}."),
    "keys.outputs": mark("The names of the outputs are {to}, not {from}."),
}
_LISTED = 3
"""Names that a sentence lists; of more it says how many they are."""


def sentence(group: Group, lang: str | None = None) -> str:
    """The group in words."""
    lang = lang or current()
    key, values = _key(group)
    fields = {k: _field(k, v, lang) for k, v in values.items()}
    fields |= {"who": _who(group, lang), "times": _times(group, lang), "where": _where(group.values, lang)}
    if key in ("replaced", "replaced.one"):
        of = list(dict.fromkeys(b or a for a, b in ((p[0][:1], p[1][:1]) for p in group.places)))
        fields["names"] = _names_of([n for some in of for n in some], lang)
    if key.startswith("repeats") and values["stage"]:
        fields["stage"] = _("In `{name}`: ", lang, name=values["stage"])
    words = _(SENTENCES[key], lang)
    text = words.format_map(_Missing(fields))
    if lang == "zh":
        text = re.sub(r"(?<=[\u4e00-\u9fff）]) (?=[\u4e00-\u9fff])", "", text)
    return text[:1].upper() + text[1:]


class _Missing(dict):
    """A field without a value is nothing."""

    def __missing__(self, _key: str) -> str:
        return ""


def _key(group: Group) -> tuple[str, dict]:
    """The key of the sentence, and what fills it."""
    key, values = group.key, dict(group.values)
    if key == "config" and set(values["options"]) == {"use_bias"}:
        key = "bias.got" if values["options"]["use_bias"][1] else "bias.lost"
    elif key == "config" and set(values["options"]) == {"activation"}:
        key = "activation"
        values["from"], values["to"] = ([spelled(v)] for v in values["options"]["activation"])
    elif key == "replaced" and isinstance(values.get("from"), str):
        key, values = "replaced.one", values | {"from": [values["from"]], "to": [values["to"]]}
    elif key == "unshared":
        values["layers"] = str(values["count"])
    elif key == "keys":
        key = f"keys.{values['side']}"
    elif key == "weights":
        values["before"], values["after"] = (", ".join(map(_shape, s)) for s in values["shapes"])
    elif key == "input":
        values["from"], values["to"] = (f"{_shape(shape)} `{dtype}`" for shape, dtype in (values["from"], values["to"]))
    if group.count > 1 and f"{key}.many" in SENTENCES:
        key += ".many"
    return key, values


def _field(key: str, value: Any, lang: str | None) -> str:
    if key == "options":
        return _comma(lang).join(change(k, *v, lang) for k, v in value.items())
    if key in ("layers", "from", "to") and value and isinstance(value, list) and isinstance(value[0], tuple):
        return _layers(value, lang)
    if key == "block":
        return _layers([(k, {}) for k in value], lang)
    if isinstance(value, (list, tuple)):
        return _listed([f"`{v}`" for v in value], lang) or _("nothing", lang)
    if key == "activation":
        return f"`{spelled(value)}`"
    if key == "other":
        return f"`{value}`"
    return str(value)


def change(option: str, before: Any, after: Any, lang: str | None) -> str:
    """An option with its values before and after."""
    return f"`{option}` `{_value(before, lang)}` → `{_value(after, lang)}`"


def _value(value: Any, lang: str | None) -> str:
    if value is None:
        return _("default", lang)
    if isinstance(value, dict) and "class" not in value and "function" not in value and "slice" not in value:
        return shorten(", ".join(f"{k}={spelled(v)}" for k, v in value.items()), 80)
    return shorten(spelled(value), 80)


def _who(group: Group, lang: str | None) -> str:
    """What a sentence is about: a layer by its name, a few by theirs, of many how many and of which kinds."""
    found, kinds = group.values.get("names", []), group.values.get("kinds", [])
    if group.count == 1 or len(found) <= 1:
        shown = f"`{shorten(found[0], 60)}`" if found else ""
        return (
            _("{name} (`{kind}`)", lang, name=shown, kind=kinds[0])
            if found and kinds and "_" not in kinds[0]
            else shown
        )
    if len(found) <= _LISTED and not group.key.startswith(("moved", "edge")):
        return _listed([f"`{shorten(n, 40)}`" for n in found], lang)
    if len(kinds) == 1:
        return _("{count} `{kind}` layers", lang, count=len(group.edits), kind=kinds[0])
    some = _listed([f"`{k}`" for k in kinds[:_LISTED]], lang) + (
        _(", and others", lang) if len(kinds) > _LISTED else ""
    )
    return _("{count} layers ({kinds})", lang, count=len(group.edits), kinds=some)


def _times(group: Group, lang: str | None) -> str:
    return "" if group.count == 1 else _("{count} times ", lang, count=group.count)


def _names_of(found: list[str], lang: str | None) -> str:
    if not found or len(found) > _LISTED:
        return ""
    return _(" ({names})", lang, names=_listed([f"`{shorten(n, 40)}`" for n in found], lang))


def _where(values: dict, lang: str | None) -> str:
    before, after = (_listed([f"`{n}`" for n in values.get(k, [])[:_LISTED]], lang) for k in ("before", "after"))
    if before and after:
        return _(", behind {before}, before {after}", lang, before=before, after=after)
    if before or after:
        return _(", behind {name}", lang, name=before) if before else _(", before {name}", lang, name=after)
    return ""


def _layers(layers: Sequence[tuple[str, dict]], lang: str | None) -> str:
    """Layers as one lists them: `Conv2D` (filters 64, kernel_size 3×3), `ReLU`."""
    found = []
    for kind, options in layers[:6]:
        said = ", ".join(f"{k} {spelled(v)}" for k, v in list(options.items())[:4])
        found.append(f"`{kind}`" + (_(" ({options})", lang, options=said) if said else ""))
    text = _pause(lang).join(found)
    return text + (_(" and {count} more", lang, count=len(layers) - 6) if len(layers) > 6 else "")


def _listed(names: list[str], lang: str | None) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("{names} and {last}", lang, names=_pause(lang).join(names[:-1]), last=names[-1])


def _comma(lang: str | None) -> str:
    return "，" if lang == "zh" else ", "


def _pause(lang: str | None) -> str:
    """What stands between the members of a list."""
    return "、" if lang == "zh" else ", "


def _shape(shape: Sequence) -> str:
    return "(" + ", ".join("?" if d is None else str(d) for d in shape) + ("," if len(shape) == 1 else "") + ")"
