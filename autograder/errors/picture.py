"""The graph as far as it was built, with the place at which it stopped; and the way there in one line."""

from typing import Any

from autograder.errors.explanation import Explanation, shown
from autograder.errors.scene import Scene
from autograder.feedback.visible import visible
from helpers import graph
from helpers.errors import CourseError
from helpers.language import translate as _

_LONGEST = 6


class Later:
    """A picture that is drawn when it is shown: the explanation itself takes less time than that."""

    def __init__(self, read: dict, marks: dict) -> None:
        self._read, self._marks = read, marks

    @classmethod
    def of(cls, scene: Scene, found: Explanation) -> "Later | None":
        """The picture of an explanation; None where there is no graph."""
        try:
            read, marks = _marked(scene, found)
        except Exception:  # a graph that is half built may lack anything
            return None
        return cls(read, marks) if read and read["nodes"] else None

    @staticmethod
    def way(scene: Scene, found: Explanation) -> str:
        """The calls that led to the place, with their shapes."""
        try:
            read, ends = _leading(scene, found)
            return max((_chain(read, end) for end in ends), key=len, default="") if read else ""
        except Exception:  # as above
            return ""

    def _drawn(self) -> Any:
        from helpers import draw

        try:
            found = draw(self._read, marks=self._marks)
        except CourseError:
            found = draw(self._read)
        found.svg, found.text, found.heading = visible(found.svg), visible(found.text), visible(found.heading)
        return found

    def _repr_html_(self) -> str:
        return self._drawn()._repr_html_()

    def __repr__(self) -> str:
        return self._drawn().text


def _leading(scene: Scene, found: Explanation) -> tuple[dict | None, list[int]]:
    """The graph of the tensors that a call was given, and the nodes that make them."""
    import keras

    tensors = [t for t in found.sources if isinstance(t, keras.KerasTensor)]
    if not tensors:
        return None, []
    read = graph.read(([], tensors))
    return read, [i for i, _k in read["outputs"]["flat"]]


def _marked(scene: Scene, found: Explanation) -> tuple[dict | None, dict]:
    here = _("stops here")
    if found.read:
        wrong = found.read.pop("wrong", None)
        return found.read, {"nodes": {wrong: "wrong"}, "labels": {wrong: _("missing among the inputs")}}
    read, ends = _leading(scene, found)
    if read is not None:
        if not found.stopped:
            return _without_outputs(read), {"nodes": dict.fromkeys(ends, "wrong"), "labels": dict.fromkeys(ends, here)}
        kind, name = found.stopped
        ghost = {"op": kind, "name": name if name != kind else ""}
        edges = {(end, "here"): "wrong" for end in ends}
        return _without_outputs(read), {"ghosts": {"here": ghost}, "edges": edges, "labels": {"here": here}}
    nodes = [n for n in (scene.node_of(thing) for thing in found.things) if n is not None]
    read = scene.read
    if read is not None and not nodes:
        nodes = [n["id"] for n in read["nodes"] if n["name"] in found.places][:1]
    return read, {"nodes": dict.fromkeys(nodes, "wrong"), "labels": dict.fromkeys(nodes, here)}


def _without_outputs(read: dict) -> dict:
    """The graph as a picture shows it: what leads to a call that failed is no output of a model."""
    return read | {"outputs": {"tree": [], "flat": [], "names": []}}


def _chain(read: dict, end: int) -> str:
    """The calls before a node, one after the other, where there is but one way."""
    nodes, parts, here = read["nodes"], [], end
    while True:
        node = nodes[here]
        parts.append(f"`{node['name']}` {shown(node['shapes'][0])}")
        if not node["inputs"]:
            break
        here = node["inputs"][0][0]
    if len(parts) < 2:
        return ""
    if len(parts) > _LONGEST:
        parts = [*parts[: _LONGEST - 1], "…", parts[-1]]
    return " → ".join(reversed(parts))
