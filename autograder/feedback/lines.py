"""How a sentence speaks of a learner's calls: by the line and code that made them, where these are known."""

import re
from dataclasses import dataclass, replace
from typing import Any

from autograder.graphs.finding import Finding
from helpers.language import translate

_TENSORS = {
    "graph.edge": ("got", "expected"),
    "graph.edge_twice": ("got", "expected"),
    "graph.edge_missing": ("expected",),
    "graph.edge_surplus": ("got",),
    "graph.edge_to_missing": ("got", "sources"),
    "graph.argument_order": ("got", "expected"),
    "graph.missing": ("sources",),
    "graph.missing_part": ("sources",),
    "graph.missing_merge": ("sources",),
}
"""Fields that name what a layer gets: the outputs of calls, not layers."""
_INDEX = re.compile(r"\[\d+\]$")
"""Which of its tensors is meant, behind the name of a layer that gives several."""
_TARGET = re.compile(r"^([^\W\d]\w*)\s*=[^=]")


@dataclass(frozen=True)
class Place:
    """Where a call stands in a learner's code.

    Args:
        line, code: the line and its text.
        function: the function around it, where that is not the answer itself.
        inside: the nested model that the call belongs to.
        given: whether the learner gave the layer its name; Keras's own names say nothing.
        alone: whether the line makes no other call.
        variable: what the line calls the result, for an input.
    """

    line: int
    code: str
    function: str = ""
    inside: str = ""
    given: bool = False
    alone: bool = True
    variable: str = ""

    def words(self, lang: str) -> str:
        """`line 5`, with the function or nested model where that is needed."""
        if self.function:
            return translate("line {line} of `{function}`", lang, line=self.line, function=self.function)
        if self.inside:
            return translate("line {line}, inside `{model}`", lang, line=self.line, model=self.inside)
        return translate("line {line}", lang, line=self.line)


def placed(finding: Finding, graph: dict | None, answer: str) -> Finding:
    """The finding with the places of the calls that it names, as "at": by name a `Place`.

    Args:
        graph: the learner's; without lines in it the finding stays as it is.
        answer: name of the function that the exercise asks for.
    """
    at = places(graph, answer) if graph else {}
    return replace(finding, values=finding.values | {"at": at}) if at else finding


def places(graph: dict, answer: str) -> dict[str, Place]:
    """The place of each call, by its layer's name; none for a name that several calls have, or that has no line."""
    nodes = list(_all_nodes(graph, ""))
    names = [node["name"] for node, _inside in nodes]
    lines = [(node["at"]["function"], node["at"]["line"]) for node, _inside in nodes if "at" in node]
    found = {}
    for node, inside in nodes:
        at = node.get("at")
        if not isinstance(at, dict) or names.count(node["name"]) > 1:
            continue
        other = at["function"] != answer and not at["function"].startswith("<")
        target = _TARGET.match(at["code"])
        found[node["name"]] = Place(
            at["line"],
            at["code"].replace("`", "'"),
            at["function"] if other else "",
            inside,
            not _by_keras(node),
            lines.count((at["function"], at["line"])) == 1,
            target[1] if target and node["kind"] == "input" else "",
        )
    return found


def _all_nodes(graph: dict, inside: str) -> Any:
    for node in graph.get("nodes", []):
        if not inside or node["kind"] != "input":
            yield node, inside
        if isinstance(node.get("graph"), dict) and node["call"] == 0:
            yield from _all_nodes(node["graph"], node["name"])


def _by_keras(node: dict) -> bool:
    """Whether a name is one that Keras makes of the class and a number."""
    words = re.sub(r"([a-z])([A-Z])", r"\1_\2", re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", node["op"])).lower()
    return bool(re.fullmatch(rf"(?:{re.escape(words)}|functional|keras_tensor|input_layer)(?:_\d+)?", node["name"]))


def subject(name: str, at: dict[str, Place], lang: str) -> str:
    """A layer at the beginning of a sentence; "" where its line is not known."""
    place = at.get(name)
    if place is None:
        return ""
    if place.given or not place.alone or not place.code:
        return f"`{name}` " + translate("({line})", lang, line=place.words(lang))
    text = translate("{line}, `{code}`,", lang, line=place.words(lang), code=place.code)
    return text[:1].upper() + text[1:]


def of_calls(key: str) -> tuple[str, ...]:
    """The fields of a finding that list calls; others list keys of a dict, or models."""
    return ("layers", *_TENSORS.get(key, ()))


def several(key: str, field: str, names: list[str], at: dict[str, Place], lang: str) -> list[str]:
    """Names in a list, each with its line: what a layer gets as `what line 4 gives`, layers as `dense (line 4)`."""
    places = [at.get(_INDEX.sub("", name)) for name in names]
    return [_one(field in _TENSORS.get(key, ()), *of, lang) for of in zip(names, places, strict=True)]


def _one(tensor: bool, name: str, place: Place | None, lang: str) -> str:
    if place is None:
        return f"`{name}`"
    if place.variable and not place.given:
        return f"`{place.variable}`"
    if tensor and place.alone and not place.given and not _INDEX.search(name):
        return translate("what {line} gives", lang, line=place.words(lang))
    if place.given and tensor:
        return f"`{name}`"
    return f"`{name}` " + translate("({line})", lang, line=place.words(lang))


def quoted(name: str, at: dict[str, Place]) -> str:
    """A name that stands in backticks: the variable of an input, the code of a line that makes this call alone."""
    place = at.get(name)
    if place is None or place.given:
        return name
    return place.variable or (place.code if place.alone and place.code else name)
