"""Both graphs of a comparison side by side: what corresponds stands at the same height, what differs is marked."""

import hashlib
from dataclasses import dataclass
from html import escape

from autograder.comparing.compared import Comparison
from autograder.comparing.naming import kind
from autograder.comparing.union import Box, Union, union
from autograder.comparing.words import change
from helpers.drawing import labels, listing, svg
from helpers.drawing.diagram import Diagram, Edge, Node
from helpers.drawing.grid import Link
from helpers.drawing.layout import layered
from helpers.drawing.picture import Picture
from helpers.drawing.scene import Scene, box_size
from helpers.language import mark
from helpers.language import translate as _

MOST_BOXES = 160
"""Boxes that a picture shows; of a comparison with more changes the sentences alone are told."""
_MARKS = {"gone": "surplus", "new": "missing", "changed": "changed", "moved": "changed"}
_WORDS = {"gone": mark("gone"), "new": mark("new"), "changed": mark("changed"), "moved": mark("moved")}
_RULES = "& .box.changed{stroke:var(--input-line);stroke-width:2.6;stroke-dasharray:12 3}& .word.changed{fill:var(--input-line)}"


@dataclass(frozen=True)
class Pane:
    """One of the two graphs as it is drawn."""

    diagram: Diagram
    scene: Scene

    @property
    def size(self) -> tuple[float, float]:
        return svg.size(self.diagram, self.scene)

    def parts(self) -> list[svg.Part]:
        return svg.parts(self.diagram, self.scene)

    def picture(self) -> Picture:
        heading, text = svg.alternative(self.diagram)
        width, height = self.size
        return Picture(self._svg(), text, round(width), round(height), heading)

    def _svg(self) -> str:
        body = "".join(part.markup for part in self.parts())
        scope = "kfa-" + hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()[:10]
        wide, tall = self.size
        title = escape(svg.alternative(self.diagram)[0])
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{scope}" viewBox="0 0 {wide:g} {tall:g}" width="{wide:g}" '
            f'height="{tall:g}" role="img" aria-labelledby="{scope}-t"><title id="{scope}-t">{title}</title>'
            f"<style>{style(scope)}</style>{body}</svg>"
        )


def style(scope: str) -> str:
    """The style sheet of a pane whose root has class `scope`."""
    return svg.style(scope) + _RULES.replace("&", f".{scope}")


def panes(found: Comparison) -> tuple[Pane, Pane] | None:
    """Both graphs, laid out as one; None where there is too much to show, or nothing differs."""
    if not found.groups:
        return None
    both = union(found)
    if len(both.boxes) > MOST_BOXES:
        return None
    return _Panes(found, both).panes()


class _Panes:
    def __init__(self, found: Comparison, both: Union) -> None:
        self.found, self.both, self.lang = found, both, found.lang

    def panes(self) -> tuple[Pane, Pane]:
        nodes = [
            {box.key: self._node(box, side) for box in self.both.boxes if self._there(box, side)} for side in (0, 1)
        ]
        links = list(dict.fromkeys([*self.both.edges[0], *self.both.edges[1]]))
        sizes = {}
        for box in self.both.boxes:
            own = [box_size(some[box.key]) for some in nodes if box.key in some]
            sizes[box.key] = (max(w for w, _h in own), max(h for _w, h in own))
        placed = layered(sizes, [Link(s, t) for s, t in links])
        return tuple(self._pane(side, nodes[side], placed, links) for side in (0, 1))  # type: ignore[return-value]

    def _there(self, box: Box, side: int) -> bool:
        return box.folded is not None or box.ops[side] is not None

    def _pane(self, side: int, nodes: dict[str, Node], placed, links: list[tuple[str, str]]) -> Pane:
        mine, others = set(self.both.edges[side]), set(self.both.edges[1 - side])
        edges, routes = [], []
        for link, route in zip(links, placed.routes, strict=True):
            if link in mine and link[0] in nodes and link[1] in nodes:
                alone = link not in others and not (link[0].startswith("f") and link[1].startswith("f"))
                edges.append(Edge(*link, style=("wrong", "expected")[side] if alone else "plain"))
                routes.append(route)
        boxes = {}
        for key, node in nodes.items():
            (x, y), (w, h) = placed.middle[key], box_size(node)
            boxes[key] = (x - w / 2, y - h / 2, w, h)
        facts = self.found.facts[side]
        summary = labels.total(facts.layers, facts.params, self.lang) if facts.params is not None else _("{layers} layers", self.lang, layers=facts.layers)  # fmt: skip
        diagram = Diagram(facts.name, summary, tuple(nodes.values()), tuple(edges), lang=self.lang)
        diagram = Diagram(
            facts.name, summary, diagram.nodes, diagram.edges, (), tuple(listing.lines(diagram)), self.lang
        )
        return Pane(diagram, Scene(boxes, {}, routes, placed.size))

    def _node(self, box: Box, side: int) -> Node:
        if box.folded:
            count, changed = box.folded
            title = _("{count} layers", self.lang, count=count)
            name = (
                _("{count} changed like those shown", self.lang, count=changed) if changed else _("the same", self.lang)
            )
            return Node(box.key, title, name, kind="model")
        op = box.ops[side]
        assert op is not None
        if op.op == "Input":
            shape = labels.shapes([list(op.shape)])
            return Node(box.key, op.name, _("input", self.lang), ((shape, op.dtype),), "input", **self._mark(box))
        rows = tuple((line, "") for line in self._changes(box))
        return Node(box.key, kind(op), op.name, rows, "layer", **self._mark(box))

    def _mark(self, box: Box) -> dict:
        return {"mark": _MARKS[box.mark], "word": _(_WORDS[box.mark], self.lang)} if box.mark else {}

    def _changes(self, box: Box) -> list[str]:
        """The options that change, a line each."""
        found = []
        for number in box.groups:
            options = self.found.groups[number].values.get("options")
            if isinstance(options, dict):
                found += [change(k, *v, self.lang).replace("`", "") for k, v in options.items()]
        return found[:4]
