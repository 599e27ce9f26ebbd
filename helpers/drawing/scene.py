"""Where everything of a diagram stands, in pixels: boxes, frames of open models, and the points of edges."""

from dataclasses import dataclass, field

from helpers.drawing.boxes import Diagram, Edge, Id, Node
from helpers.drawing.fold import fold
from helpers.drawing.grid import Link, Placement, Point
from helpers.drawing.labels import shorten
from helpers.drawing.layout import layered
from helpers.drawing.theme import text_width

TITLE, SMALL = 13.0, 11.0  # font sizes
ROW_0, ROW, FOOT, PAD = 20.0, 17.0, 19.0, 12.0
_FRAME_SIDE, _FRAME_HEAD = 14.0, 22.0
_PAGE = 900.0
"""How wide columns side by side may get: JupyterLab's page beside an open side bar."""


@dataclass
class Scene:
    """Rectangles are (left, top, width, height); routes follow the diagram's edges, in order."""

    boxes: dict[Id, tuple[float, float, float, float]] = field(default_factory=dict)
    frames: dict[Id, tuple[float, float, float, float]] = field(default_factory=dict)
    routes: list[list[Point]] = field(default_factory=list)
    size: Point = (0.0, 0.0)
    right: bool = False


def arrange(diagram: Diagram, direction: str = "down", most: float | None = None) -> Scene:
    """Place `diagram`, its flow running "down" or "right"; a chain longer than `most` pixels is folded.

    Where the columns would be wider than a page, there are fewer, longer ones.
    """
    return _Arranger(diagram, direction == "right").scene(most)


def box_rows(node: Node) -> list[tuple[str, str]]:
    """Rows of a box as they fit it, (left, right): title and name, then what stands below.

    A long name moves to the row below where that is free: `GlobalAveragePooling2D` would fit no narrow box.
    """
    title, name = shorten(node.title, 30), shorten(node.name, 34)
    below = [row for row in node.rows if row[0] or row[1]]
    wide = text_width(title, TITLE, bold=True) + text_width(name, SMALL, mono=True) > 230
    if wide and name and below and not below[0][1]:
        return [(title, ""), (below[0][0], name), *below[1:]]
    return [(title, name), *below]


def box_size(node: Node) -> Point:
    """Width and height of a node's box, in pixels."""
    if node.kind == "port":
        return (0.0, 0.0)
    rows = box_rows(node)
    widths = []
    for k, (left, right) in enumerate(rows):
        wide = text_width(left, SMALL, mono=True) if k else text_width(left, TITLE, bold=True)
        widths.append(wide + (16 + text_width(right, SMALL, mono=is_name(node, right)) if right else 0))
    widths += [text_width(word, SMALL, bold=True) for word in node.outputs]
    if node.shared:
        widths.append(2 * text_width(node.shared[1], SMALL) - 8)
    if node.word:  # its tag stands left of an arrow at the middle
        widths.append(2 * text_width(node.word, SMALL, bold=True) + 24)
    pad = PAD + 6 if node.kind == "input" else PAD
    foot = FOOT * len(node.outputs) - (2 if node.outputs else 0)
    return (max(84.0, max(widths) + 2 * pad), 12 + ROW_0 + ROW * (len(rows) - 1) + foot)


def is_name(node: Node, text: str) -> bool:
    """Whether `text` is the node's own name, which stands in the fixed-width font."""
    return node.kind not in ("input", "model") and text == shorten(node.name, 34)


class _Arranger:
    """Lays out each level by itself, innermost first: an open model is one box to the level around it."""

    def __init__(self, diagram: Diagram, right: bool) -> None:
        self.diagram, self.right = diagram, right
        self.head = _FRAME_HEAD if right else 0.0  # a frame's title stands beside the ranks, or above them
        self.nodes = {n.id: n for n in diagram.nodes}
        self.groups = {g.id: g for g in diagram.groups}
        self.placed: dict[Id | None, Placement] = {}
        self.links: dict[Id | None, list[int]] = {}
        for k, edge in enumerate(diagram.edges):
            if edge.style != "same":
                self.links.setdefault(self._level(edge), []).append(k)
        self.members: dict[Id | None, list[Id]] = {}
        for node in diagram.nodes:
            self.members.setdefault(node.group, []).append(node.id)
        for group in diagram.groups:
            self.members.setdefault(group.parent, []).append(group.id)

    def scene(self, most: float | None) -> Scene:
        self._place(None)
        outer = long = self.placed[None]
        while most:  # as many columns as a page is wide, however long they get
            outer = self.placed[None] = fold(long, self._sizes(None), self._links(None), most)
            most = most * 1.2 if not self.right and outer.size[0] > _PAGE and outer is not long else None
        scene = Scene(routes=[[] for _ in self.diagram.edges], right=self.right)
        self._settle(scene, None, (0.0, 0.0))
        for k, edge in enumerate(self.diagram.edges):
            if edge.style == "same":
                scene.routes[k] = _between(scene.boxes[edge.source], scene.boxes[edge.target])
        scene.size = self._swap(outer.size)
        return scene

    def _swap(self, point: Point) -> Point:
        return (point[1], point[0]) if self.right else point

    def _level(self, edge: Edge) -> Id | None:
        """The group in whose layout an edge runs: the innermost that holds both its ends."""
        return self._ends(edge)[0]

    def _ends(self, edge: Edge) -> tuple[Id | None, Id, Id]:
        """(group, box at the source's end, box at the target's end), the boxes as that group sees them."""
        source, target = self._chain(edge.source), self._chain(edge.target)
        group = next(g for g in source if g in target)
        a, b = source.index(group), target.index(group)
        return group, source[a - 1] if a else edge.source, target[b - 1] if b else edge.target

    def _chain(self, node: Id) -> list[Id | None]:
        chain, group = [], self.nodes[node].group
        while group is not None:
            chain.append(group)
            group = self.groups[group].parent
        return [*chain, None]

    def _sizes(self, group: Id | None) -> dict[Id, Point]:
        sizes = {}
        for member in self.members.get(group, []):
            if member in self.groups:
                if member not in self.placed:
                    self._place(member)
                sizes[member] = self._frame(member)
            else:
                sizes[member] = self._swap(box_size(self.nodes[member]))
        return sizes

    def _frame(self, group: Id) -> Point:
        width, height = self.placed[group].size
        title = text_width(shorten(self.groups[group].title, 40), TITLE, bold=True) + 30
        if self.groups[group].shared:
            title += text_width(self.groups[group].shared[1], SMALL) + 12
        if self.right:
            return (width + 2 * _FRAME_SIDE + self.head, max(height + self._rest(group), title))
        return (max(width + 2 * _FRAME_SIDE, title), height + self._rest(group))

    def _rest(self, group: Id) -> float:
        """Room after the last rank of a frame that no edge leaves."""
        leaves = any(str(m).rsplit("/", 1)[-1].startswith("out") for m in self.members[group] if m in self.nodes)
        return 0.0 if leaves else _FRAME_SIDE

    def _place(self, group: Id | None) -> None:
        sizes = self._sizes(group)
        ports = [m for m in sizes if m not in self.groups and self.nodes[m].kind == "port"]
        top = tuple(p for p in ports if str(p).rsplit("/", 1)[-1].startswith("in"))
        bottom = tuple(p for p in ports if p not in top)
        apart = 22.0 if self.right else 26.0
        for edge in self.diagram.edges:  # room for the word between two layers that should be one
            if edge.style == "same" and self.nodes[edge.source].group == group:
                apart = max(apart, 30.0 if self.right else text_width(edge.label, SMALL, bold=True) + 16)
        gap = 40.0 if self.right else 32.0
        self.placed[group] = layered(sizes, self._links(group), top, bottom, gap, apart)

    def _links(self, group: Id | None) -> list[Link]:
        links = []
        for k in self.links.get(group, []):
            edge = self.diagram.edges[k]
            _group, a, b = self._ends(edge)
            ends = [
                self._port(end, box) if box in self.groups else None
                for end, box in ((edge.source, a), (edge.target, b))
            ]
            word = text_width(edge.label, SMALL, bold=True) + 10 if edge.label and not self.right else 0.0
            links.append(Link(a, b, *ends, room=18.0 if edge.label and self.right else word))
        return links

    def _port(self, port: Id, box: Id) -> float:
        """Where a port lies on its frame, right of the frame's middle."""
        inner = (self._frame(box)[0] - self.head - self.placed[box].size[0]) / 2
        return self.placed[box].middle[port][0] + inner + self.head - self._frame(box)[0] / 2

    def _settle(self, scene: Scene, group: Id | None, origin: Point) -> None:
        placed = self.placed[group]
        for key, (cx, cy) in placed.middle.items():
            x, y = cx + origin[0], cy + origin[1]
            if key in self.groups:
                w, h = self._frame(key)
                scene.frames[key] = (*self._swap((x - w / 2, y - h / 2)), *self._swap((w, h)))
                inner = (w - self.head - self.placed[key].size[0]) / 2
                down = (h - self._rest(key) - self.placed[key].size[1]) / 2
                self._settle(scene, key, (x - w / 2 + inner + self.head, y - h / 2 + down))
            elif self.nodes[key].kind != "port":
                w, h = box_size(self.nodes[key])
                px, py = self._swap((x, y))
                scene.boxes[key] = (px - w / 2, py - h / 2, w, h)
        for k, route in zip(self.links.get(group, []), placed.routes, strict=True):
            scene.routes[k] = [self._swap((x + origin[0], y + origin[1])) for x, y in route]


def _between(a: tuple, b: tuple) -> list[Point]:
    """The straight way between two boxes, from border to border."""
    if a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0]:
        left, right = sorted((a, b))
        return [(left[0] + left[2], left[1] + left[3] / 2), (right[0], right[1] + right[3] / 2)]
    upper, lower = sorted((a, b), key=lambda box: box[1])
    return [(upper[0] + upper[2] / 2, upper[1] + upper[3]), (lower[0] + lower[2] / 2, lower[1])]
