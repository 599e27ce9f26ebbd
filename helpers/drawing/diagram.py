"""The diagram of a graph: its boxes, arrows and frames, with their words."""

from collections.abc import Collection
from dataclasses import replace

from helpers.drawing import labels, listing
from helpers.drawing.boxes import Diagram, Edge, Group, Id, Node
from helpers.errors import CourseError
from helpers.language import translate as _


def from_graph(
    graph: dict,
    shapes: bool = True,
    config: bool = False,
    expand: bool | Collection[Id] = False,
    marks: dict | None = None,
    lang: str | None = None,
) -> Diagram:
    """The diagram of a graph as `helpers.graph.read` gives it.

    Args:
        shapes: show output shapes, parameters, and the dtype of inputs.
        config: show what one needs to build each layer again.
        expand: show nested models open, in a frame: all of them at every depth, or those whose ids are given
            (`3`, and `"3/2"` for what is inside it).
        marks: what to point at: `{"nodes": {id: "wrong" | "surplus"}, "edges": {(source, target): "wrong" | "expected"},
            "same": [(id, id)], "ghosts": {id: {"op", "name", "shapes"}}, "labels": {id or (source, target): text}}`;
            an expected edge need not be there, a ghost is a node that is missing.
        lang: language of the words, "en" or "zh".
    """
    writer = _Writer(shapes, config, expand, lang)
    writer.count_calls(graph, "")
    writer.level(graph, None, "")
    nodes, edges = _without_ends(writer.nodes, writer.edges)
    if marks:
        nodes, edges = _marked(nodes, edges, marks, lang)
    summary = labels.total(_layers(graph), graph["params"], lang)
    diagram = Diagram(graph["name"], summary, tuple(nodes), tuple(edges), tuple(writer.groups), (), lang or "")
    return replace(diagram, lines=tuple(listing.lines(diagram)))


def _layers(graph: dict) -> int:
    return graph.get("layers") or len({n["layer"] for n in graph["nodes"] if n["kind"] != "input"})


def _without_ends(nodes: list[Node], edges: list[Edge]) -> tuple[list[Node], list[Edge]]:
    """Without the ports that lead nowhere, and the edges to them."""
    while True:
        used = {e.source for e in edges}
        idle = {n.id for n in nodes if n.kind == "port" and n.id not in used}
        if not idle:
            return nodes, edges
        nodes = [n for n in nodes if n.id not in idle]
        edges = [e for e in edges if e.target not in idle]


def _inside(prefix: str, node: dict) -> Id:
    """The id of a node in the diagram: below the models around it, as in `3/2`."""
    return f"{prefix}{node['id']}" if prefix else node["id"]


class _Writer:
    """Turns graph dicts, nested ones too, into nodes, edges and groups."""

    def __init__(self, shapes: bool, config: bool, expand: bool | Collection[Id], lang: str | None) -> None:
        self.shapes, self.config, self.expand, self.lang = shapes, config, expand, lang
        self.nodes: list[Node] = []
        self.edges: list[Edge] = []
        self.groups: list[Group] = []
        self._calls: dict[int, int] = {}
        self._met: dict[int, int] = {}
        self._hues: dict[int, int] = {}

    def count_calls(self, graph: dict, prefix: str) -> None:
        """How often each layer is called in what is shown, with weights or without: twice or more is shared."""
        for node in graph["nodes"]:
            if node["kind"] != "input":
                self._calls[node["layer"]] = self._calls.get(node["layer"], 0) + 1
            me = _inside(prefix, node)
            if self._open(node, me):
                self.count_calls(node["graph"], f"{me}/")

    def _open(self, node: dict, me: Id) -> bool:
        if not node["graph"]:
            return False
        return self.expand if isinstance(self.expand, bool) else me in self.expand

    def level(self, graph: dict, group: Id | None, prefix: str, times: int = 1) -> tuple[list[Id], dict]:
        """Add the nodes of `graph`, a model called `times` times; return its ports, in and out."""
        outputs = labels.outputs(graph, self.lang) if group is None else {}
        names = {n["id"]: _inside(prefix, n) for n in graph["nodes"]}
        ends: dict[tuple, Id] = {}  # (node, output index) -> the id from which an edge starts
        doors: dict[int, list[Id]] = {}
        for node in graph["nodes"]:
            me = names[node["id"]]
            shared = self._shared(node, times)
            if self._open(node, me):
                title = node["name"] if node["kind"] == "model" else f"{node['op']} {node['name']}"
                self.groups.append(Group(me, title, group, shared))
                doors[node["id"]], leave = self.level(
                    node["graph"], me, f"{me}/", max(times, self._calls.get(node["layer"], 1))
                )
                ends |= {(node["id"], k): port for k, port in leave.items()}
                for k, words in outputs.items():
                    if k[0] == node["id"]:
                        self._foot(leave[k[1]], words)
                continue
            first = self._met.get(node["layer"], 1) == 1
            foot = tuple(w for k, words in outputs.items() if k[0] == node["id"] for w in words)
            rows = labels.rows(node, self.shapes, self.config, first, self.lang)
            title, name = labels.heading(node, self.lang)
            self.nodes.append(Node(me, title, name, rows, node["kind"], group, foot, shared))
            ends |= {(node["id"], k): me for k in range(len(node["shapes"]))}
        self._connect(graph, names, ends, doors)
        if group is None:
            return [], {}
        return self._ports(graph, group, names, ends)

    def _connect(self, graph: dict, names: dict, ends: dict, doors: dict) -> None:
        several = {n["id"] for n in graph["nodes"] if len(n["shapes"]) > 1}
        for node in graph["nodes"]:
            ordered = labels.order_matters(node)
            for k, (source, index) in enumerate(node["inputs"]):
                target = doors[node["id"]][k] if node["id"] in doors else names[node["id"]]
                label = f"[{index}]" if source in several and (source, index) in ends else ""
                number = str(k + 1) if ordered and node["id"] not in doors else ""
                self.edges.append(Edge(ends[source, index], target, label=label, number=number))

    def _ports(self, graph: dict, group: Id, names: dict, ends: dict) -> tuple[list[Id], dict]:
        into, out = [], {}
        for k, (node, _index) in enumerate(graph["inputs"]["flat"]):
            port = f"{group}/in{k}"
            self.nodes.append(Node(port, "", "", kind="port", group=group))
            self.edges.append(Edge(port, names[node]))
            into.append(port)
        for k, (node, index) in enumerate(graph["outputs"]["flat"]):
            port = f"{group}/out{k}"
            self.nodes.append(Node(port, "", "", kind="port", group=group))
            self.edges.append(Edge(ends[node, index], port))
            out[k] = port
        return into, out

    def _foot(self, port: Id, words: list[str]) -> None:
        """Write the output's words on the node behind a frame's port."""
        while True:
            source = next(e.source for e in self.edges if e.target == port)
            k = next(k for k, n in enumerate(self.nodes) if n.id == source)
            if self.nodes[k].kind != "port":
                break
            port = source
        self.nodes[k] = replace(self.nodes[k], outputs=self.nodes[k].outputs + tuple(words))

    def _shared(self, node: dict, times: int) -> tuple[int, str, str] | None:
        """Colour and word of a layer that is called more often than the model around it."""
        layer, calls = node["layer"], self._calls.get(node["layer"], 0)
        self._met[layer] = self._met.get(layer, 0) + 1
        if calls <= times:
            return None
        hue = self._hues.setdefault(layer, len(self._hues))
        share = f"{self._met[layer]}/{calls}"
        return hue, _("shared {share}", self.lang, share=share), share


def _marked(nodes: list[Node], edges: list[Edge], marks: dict, lang: str | None) -> tuple[list[Node], list[Edge]]:
    words = labels.mark_words(lang)
    named = marks.get("labels", {})
    for key, ghost in marks.get("ghosts", {}).items():
        rows = ((labels.shapes(ghost["shapes"]), ""),) if ghost.get("shapes") else ()
        nodes = [*nodes, Node(key, ghost.get("op", ""), ghost.get("name", ""), rows, mark="missing")]
    known = {n.id for n in nodes}
    of_nodes = {**marks.get("nodes", {}), **dict.fromkeys(marks.get("ghosts", {}), "missing")}
    pairs = [*marks.get("edges", {}), *marks.get("same", [])]
    for key in [*of_nodes, *(end for pair in pairs for end in pair)]:
        if key not in known:
            raise CourseError(_("The picture cannot mark node {key}: the graph has no such node.", lang, key=repr(key)))
    nodes = [
        replace(n, mark=of_nodes[n.id], word=named.get(n.id, words[of_nodes[n.id]])) if n.id in of_nodes else n
        for n in nodes
    ]
    for pair, style in marks.get("edges", {}).items():
        told = any(of_nodes.get(end) == "missing" for end in pair)  # the ghost at its end has the word
        label = named.get(pair, "" if told else words["yours" if style == "wrong" else "expected"])
        k = next((k for k, e in enumerate(edges) if (e.source, e.target) == pair and e.style == "plain"), None)
        if k is None:
            edges = [*edges, Edge(*pair, style=style, label=label)]
        else:
            edges = [*edges[:k], replace(edges[k], style=style, label=label), *edges[k + 1 :]]
    for pair in marks.get("same", []):
        edges = [*edges, Edge(*pair, style="same", label=named.get(tuple(pair), words["same"]))]
    return nodes, edges
