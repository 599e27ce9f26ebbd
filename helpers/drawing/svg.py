"""A diagram and its scene as one self-contained SVG: the same bytes for the same content, for light and dark pages."""

import hashlib
import itertools
from dataclasses import dataclass
from html import escape

from helpers.drawing.boxes import Diagram, Edge, Id, Node
from helpers.drawing.grid import Point
from helpers.drawing.labels import colon
from helpers.drawing.scene import FOOT, PAD, ROW, ROW_0, SMALL, TITLE, Scene, box_rows, is_name
from helpers.drawing.theme import HUES, MONO, SANS, css, text_width

_MARGIN, _HEADER = 18.0, 30.0
_RULES = (
    f"& text{{font:{SMALL:g}px {SANS};fill:var(--mute)}}"
    f"& .m{{font-family:{MONO}}}"
    f"& .t{{font-size:{TITLE:g}px;font-weight:600;fill:var(--ink)}}"
    "& .n{fill:var(--ink)}& .halo{paint-order:stroke;stroke:var(--card);stroke-width:5px;stroke-linejoin:round}"
    "& .card{fill:var(--card);stroke:var(--rim)}"
    "& .frame{fill:var(--frame);stroke:var(--edge);stroke-dasharray:7 3}"
    "& .box{fill:var(--box);stroke:var(--box-line);stroke-width:1.2}"
    "& .input{fill:var(--input);stroke:var(--input-line)}& .w-input{fill:var(--input-line)}"
    "& .foot{fill:var(--output);stroke:var(--output-line);stroke-width:1.2}& .w-output{fill:var(--output-line);font-weight:600}"
    "& .e{fill:none;stroke:var(--edge);stroke-width:1.4}& .h{fill:var(--edge)}"
    "& .e.wrong{stroke:var(--wrong);stroke-width:2.2;stroke-dasharray:7 4}& .h.wrong{fill:var(--wrong)}"
    "& .e.expected{stroke:var(--expected);stroke-width:2.6;stroke-dasharray:.1 5.4;stroke-linecap:round}"
    "& .h.expected{fill:var(--expected)}"
    "& .box.wrong,& .box.surplus{stroke:var(--wrong);stroke-width:2.4;stroke-dasharray:7 4}"
    "& .box.missing{fill:var(--card);stroke:var(--expected);stroke-width:2.4;stroke-dasharray:.1 5.4;stroke-linecap:round}"
    "& .word{font-weight:700}& .word.wrong,& .word.surplus{fill:var(--wrong)}"
    "& .word.expected,& .word.missing{fill:var(--expected)}"
) + "".join(
    f"& .hue{k}{{stroke:var(--hue{k});stroke-width:2.2}}& .w-hue{k}{{fill:var(--hue{k});font-weight:600}}"
    for k in range(HUES)
)


def render(diagram: Diagram, scene: Scene) -> str:
    """The picture as SVG text; its only class and ids derive from its content, so that two runs agree."""
    body = "".join(part.markup for part in parts(diagram, scene))
    scope = "kfa-" + hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()[:10]
    wide, tall = size(diagram, scene)
    title, desc = escape(alternative(diagram)[0]), escape("\n".join(diagram.lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{scope}" viewBox="0 0 {wide:g} {tall:g}" width="{wide:g}" '
        f'height="{tall:g}" role="img" aria-labelledby="{scope}-t {scope}-d">'
        f'<title id="{scope}-t">{title}</title><desc id="{scope}-d">{desc}</desc>'
        f"<style>{style(scope)}</style>{body}</svg>"
    )


def style(scope: str) -> str:
    """The style sheet of a picture whose root has class `scope`."""
    return css(scope, _RULES)


@dataclass(frozen=True)
class Part:
    """A piece of a picture, from back to front: `kind` is "card", "frame", "edge", "node", "title" or "word".

    `key` is the id of the node or group, or the number of the edge, that it shows.
    """

    kind: str
    key: Id
    markup: str


def parts(diagram: Diagram, scene: Scene) -> list[Part]:
    """The picture in pieces."""
    return _Canvas(diagram, scene).parts()


def alternative(diagram: Diagram) -> tuple[str, str]:
    """(heading, whole text) of the picture for those who don't see it."""
    heading = f"{diagram.name}{colon(diagram.lang)}{diagram.summary}"
    return heading, "\n".join([heading, *diagram.lines])


def size(diagram: Diagram, scene: Scene) -> Point:
    """Width and height of the whole picture, in pixels."""
    head = text_width(diagram.name, TITLE, bold=True) + text_width(diagram.summary, SMALL) + 14
    return (round(max(scene.size[0], head) + 2 * _MARGIN), round(scene.size[1] + _HEADER + 2 * _MARGIN))


class _Canvas:
    """Draws frames, then edges, then boxes, then words on edges, each a piece of SVG."""

    def __init__(self, diagram: Diagram, scene: Scene) -> None:
        self.diagram, self.scene = diagram, scene
        wide, _tall = size(diagram, scene)
        self.dx = round((wide - scene.size[0]) / 2, 1)
        self.dy = _MARGIN + _HEADER
        self.ports = {n.id for n in diagram.nodes if n.kind == "port"}
        self.taken = [self._shift(r) for r in scene.boxes.values()]

    def parts(self) -> list[Part]:
        wide, tall = size(self.diagram, self.scene)
        name_width = text_width(self.diagram.name, TITLE, bold=True)
        card = f'<rect class="card" x=".5" y=".5" width="{wide - 1:g}" height="{tall - 1:g}" rx="8"/>'
        card += _text(_MARGIN, _MARGIN + 10, self.diagram.name, "t")
        card += _text(_MARGIN + name_width + 12, _MARGIN + 10, self.diagram.summary)
        parts = [Part("card", "", card)]
        parts += [Part("frame", g.id, self._frame(g)) for g in self.diagram.groups]
        routes = [[(x + self.dx, y + self.dy) for x, y in r] for r in self.scene.routes]
        drawn = sorted(enumerate(zip(self.diagram.edges, routes, strict=True)), key=lambda e: e[1][0].style != "plain")
        parts += [Part("edge", k, self._edge(edge, route)) for k, (edge, route) in drawn]
        parts += [Part("node", n.id, self._box(n)) for n in self.diagram.nodes if n.kind != "port"]
        parts += [Part("title", g.id, self._title(g)) for g in self.diagram.groups]
        parts += [Part("word", k, self._words(edge, route)) for k, (edge, route) in drawn]
        return parts

    def _shift(self, rect: tuple) -> tuple:
        return (rect[0] + self.dx, rect[1] + self.dy, rect[2], rect[3])

    def _frame(self, group) -> str:
        x, y, w, h = self._shift(self.scene.frames[group.id])
        hue = f" hue{group.shared[0] % HUES}" if group.shared else ""
        return f'<rect class="frame{hue}" {_rect(x, y, w, h)} rx="10"/>'

    def _title(self, group) -> str:
        x, y, _w, _h = self._shift(self.scene.frames[group.id])
        text = _text(x + 11, y + 18, group.title, "t halo", most=40)
        if group.shared:
            at = x + 11 + text_width(group.title[:40], TITLE, bold=True) + 10
            text += _text(at, y + 18, group.shared[1], f"halo w-hue{group.shared[0] % HUES}")
        return text

    def _edge(self, edge: Edge, route: list[Point]) -> str:
        style = "" if edge.style == "plain" else f" {'expected' if edge.style == 'same' else edge.style}"
        head = edge.target not in self.ports and edge.style != "same"
        (x, y), (dx, dy) = route[-1], _arrival(route, self.scene.right)
        points = [*route[:-1], (x - 6 * dx, y - 6 * dy)] if head else route
        path = f'<path class="e{style}" d="{_path(points, self.scene.right)}"/>'
        return path + (f'<path class="h{style}" d="{_arrow((x, y), (dx, dy))}"/>' if head else "")

    def _words(self, edge: Edge, route: list[Point]) -> str:
        words = ""
        if edge.number:
            x, y = route[-1]
            side = (x - 14, y - 5) if self.scene.right else (x + 6, y - 7)
            words += _text(*side, edge.number, "halo")
        if edge.label:
            style = "" if edge.style == "plain" else f" word {'expected' if edge.style == 'same' else edge.style}"
            words += _text(*self._free_place(edge, route), edge.label, "halo" + style)
        return words

    def _free_place(self, edge: Edge, route: list[Point]) -> Point:
        """The first place along an edge, from its middle outwards, where its word covers no box and no other word."""
        wide = text_width(edge.label, SMALL, bold=True) + 4
        samples = _samples(route)
        order = sorted(range(len(samples)), key=lambda k: abs(k - len(samples) / 2))
        for k in order:
            x, y = samples[k]
            for left, up in ((x + 7, y), (x - wide - 5, y), (x - wide / 2, y - 14), (x - wide / 2, y + 14)):
                rect = (left, up - 8, wide, 15)
                if not any(_meet(rect, other) for other in self.taken):
                    self.taken.append(rect)
                    return (left, up + 4)
        x, y = samples[len(samples) // 2]
        return (x + 7, y + 4)

    def _box(self, node: Node) -> str:
        x, y, w, h = self._shift(self.scene.boxes[node.id])
        mark = f" {node.mark}" if node.mark else ""
        hue = f" hue{node.shared[0] % HUES}" if node.shared and not node.mark else ""
        round_ = h / 2 if node.kind == "input" else 6
        kind = " input" if node.kind == "input" else ""
        parts = [f"<g><title>{escape(_full(node))}</title>"]
        if node.kind in ("model", "fold"):  # a stack: there is more inside
            parts.append(f'<rect class="box{hue}" {_rect(x + 4, y + 4, w, h)} rx="6"/>')
        parts.append(f'<rect class="box{kind}{hue}{mark}" {_rect(x, y, w, h)} rx="{round_:g}"/>')
        if node.outputs:
            parts.append(self._foot(node, x, y, w, h))
        pad = PAD + 6 if node.kind == "input" else PAD
        line = y + 7 + ROW_0 - 6
        for k, (left, right) in enumerate(box_rows(node)):
            style = "m n" if is_name(node, right) else "w-input" if node.kind == "input" and not k else ""
            parts.append(_text(x + pad, line, left, "m" if k else "t"))
            parts.append(_text(x + w - pad, line, right, style, end=True))
            line += ROW
        parts.append(self._tags(node, x, y, w, h))
        return "".join(parts) + "</g>"

    def _foot(self, node: Node, x: float, y: float, w: float, h: float) -> str:
        tall = FOOT * len(node.outputs)
        top = y + h - tall
        shape = f"M{x:g} {top:g}h{w:g}v{tall - 6:g}q0 6-6 6h{12 - w:g}q-6 0-6-6z"
        words = "".join(
            _text(x + w / 2, top + FOOT * k + 13.5, word, "w-output", middle=True)
            for k, word in enumerate(node.outputs)
        )
        return f'<path class="foot" d="{shape}"/>{words}'

    def _tags(self, node: Node, x: float, y: float, w: float, h: float) -> str:
        """Words on the upper border: a shared layer's count at the right, a mark's word at the left."""
        parts = []
        if node.shared:
            wide = text_width(node.shared[1], SMALL) + 8
            left = max(x + w - wide - 8, x + w / 2 + 12)  # clear of an arrow at the middle
            hue = node.shared[0] % HUES
            parts.append(
                f'<rect class="card hue{hue}" {_rect(left, y - 9, wide, 15)} rx="7.5" style="stroke-width:1"/>'
            )
            parts.append(_text(left + wide / 2, y + 2.5, node.shared[1], f"w-hue{hue}", middle=True))
        if node.mark and node.word:
            wide = text_width(node.word, SMALL, bold=True) + 8
            left = min(x + 8, x + w / 2 - 12 - wide)
            parts.append(f'<rect {_rect(left, y - 9, wide, 15)} rx="3" fill="var(--card)"/>')
            parts.append(_text(left + 4, y + 2.5, node.word, f"word {node.mark}"))
        return "".join(parts)


def _full(node: Node) -> str:
    rows = " · ".join(" ".join(t for t in row if t) for row in node.rows)
    return " · ".join(t for t in (f"{node.title} {node.name}".strip(), rows, *node.outputs) if t)


def _text(
    x: float, y: float, text: str, style: str = "", end: bool = False, middle: bool = False, most: int = 0
) -> str:
    if not text:
        return ""
    if most and len(text) > most:
        text = text[: most - 1] + "…"
    anchor = ' text-anchor="end"' if end else ' text-anchor="middle"' if middle else ""
    style = f' class="{style}"' if style else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{style}{anchor}>{escape(text)}</text>'


def _rect(x: float, y: float, w: float, h: float) -> str:
    return f'x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}"'


def _meet(a: tuple, b: tuple) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def _samples(route: list[Point], steps: int = 8) -> list[Point]:
    found = []
    for (x0, y0), (x1, y1) in itertools.pairwise(route):
        for k in range(steps + 1):
            t = k / steps
            ease = t * t * (3 - 2 * t)  # along the curve between ranks
            flat = abs(y1 - y0) >= abs(x1 - x0)
            found.append((x0 + (x1 - x0) * (ease if flat else t), y0 + (y1 - y0) * (t if flat else ease)))
    return found or route


def _arrival(route: list[Point], right: bool) -> Point:
    """Unit vector along the flow's axis in which a route arrives at its end."""
    axis = 0 if right else 1
    end = route[-1][axis]
    start = next((p[axis] for p in reversed(route) if p[axis] != end), end - 1)
    sign = 1.0 if end > start else -1.0
    return (sign, 0.0) if right else (0.0, sign)


def _arrow(end: Point, way: Point) -> str:
    (x, y), (dx, dy) = end, way
    back = (x - 8 * dx, y - 8 * dy)
    a, b = (back[0] - 4 * dy, back[1] + 4 * dx), (back[0] + 4 * dy, back[1] - 4 * dx)
    return f"M{_n(x)} {_n(y)}L{_n(a[0])} {_n(a[1])}L{_n(b[0])} {_n(b[1])}z"


def _path(route: list[Point], right: bool) -> str:
    """Straight pieces with round corners; between ranks a curve that leaves and arrives along the flow."""
    parts = [f"M{_n(route[0][0])} {_n(route[0][1])}"]
    for k, (x1, y1) in enumerate(route[1:], 1):
        x0, y0 = route[k - 1]
        if x0 != x1 and y0 != y1:
            a, b = (((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)) if right else ((x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2))
            parts.append(f"C{_n(a[0])} {_n(a[1])} {_n(b[0])} {_n(b[1])} {_n(x1)} {_n(y1)}")
            continue
        corner = k + 1 < len(route) and _corner(route[k - 1], route[k], route[k + 1])
        if corner:
            (ax, ay), (bx, by) = corner
            parts.append(f"L{_n(ax)} {_n(ay)}Q{_n(x1)} {_n(y1)} {_n(bx)} {_n(by)}")
        else:
            parts.append(f"L{_n(x1)} {_n(y1)}")
    return "".join(parts)


def _corner(before: Point, at: Point, after: Point) -> tuple[Point, Point] | None:
    """Where a round corner begins and ends, if two straight pieces meet at a right angle."""
    one, two = (at[0] - before[0], at[1] - before[1]), (after[0] - at[0], after[1] - at[1])
    if (one[0] and one[1]) or (two[0] and two[1]) or (one[0] == 0) == (two[0] == 0):
        return None
    radius = min(9.0, max(map(abs, one)) / 2, max(map(abs, two)) / 2)

    def step(vector: Point, sign: float) -> Point:
        length = max(map(abs, vector)) or 1.0
        return (at[0] + sign * vector[0] / length * radius, at[1] + sign * vector[1] / length * radius)

    return step(one, -1.0), step(two, 1.0)


def _n(value: float) -> str:
    return f"{round(value, 1):g}"
