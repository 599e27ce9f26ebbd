"""What the explorer's page shows of a graph: the picture in pieces, and the facts of each node, as JSON-able data."""

from collections.abc import Collection
from typing import Any

from helpers.drawing import arranged, labels, listing, svg
from helpers.drawing.blocks import LEAST, folded, folds
from helpers.drawing.boxes import Diagram, Id, Node
from helpers.drawing.diagram import from_graph
from helpers.drawing.scene import arrange
from helpers.language import translate as _

SCOPE = "kfa-graph"
"""The class of every explorer's picture: one style sheet serves them all."""
_COLUMN = 760.0


def view(graph: dict, opened: Collection[str], marks: dict, lang: str) -> dict:
    """The picture with the nested models in `opened` open.

    Args:
        graph: as `helpers.graph.read` gives it.
        opened: keys of nested models: `"3"`, and `"3/2"` for one inside it.
        marks: as `helpers.drawing.diagram.from_graph` takes them; what is in a closed model marks the model.

    Returns:
        `width`, `height`, `style`, `parts` (kind, key, SVG), `edges` (source, target), `nodes` (facts by key),
        `heads` and `rows` (the same as a table), `text`.
    """
    open_ids = {identity(key) for key in opened}
    pointed = [
        *marks.get("nodes", {}),
        *(end for pair in [*marks.get("edges", {}), *marks.get("same", [])] for end in pair),
    ]
    shown = folded(graph, open_ids, pointed)
    diagram = from_graph(shown, expand=open_ids, marks=_visible(marks, opened), lang=lang)
    scene = arrange(diagram, "down", _COLUMN) if shown is graph else arranged(diagram)
    width, height = svg.size(diagram, scene)
    heading, text = svg.alternative(diagram)
    return {
        "width": width,
        "height": height,
        "style": svg.style(SCOPE),
        "heading": heading,
        "text": text,
        "parts": [[part.kind, str(part.key), part.markup] for part in svg.parts(diagram, scene)],
        "edges": [[str(edge.source), str(edge.target)] for edge in diagram.edges if edge.style in ("plain", "wrong")],
        "nodes": _facts(graph, diagram, lang),
        "heads": [
            _("name", lang),
            _("layer", lang),
            _("output shape", lang),
            _("parameters", lang),
            _("inputs", lang),
            _("notes", lang),
        ],
        "rows": [[cell.removeprefix("<- ") for cell in row] for row in listing.table(diagram)],
    }


def identity(key: str) -> Id:
    """A node's id in a diagram, of its key on the page."""
    return int(key) if key.isdecimal() else key


def node_of(graph: dict, key: str) -> dict | None:
    """The node of a key, in nested models too; None where there is none."""
    node = None
    for part in key.split("/"):
        nodes = graph["nodes"] if graph else []
        if not part.isdecimal() or int(part) >= len(nodes):
            return None
        node = nodes[int(part)]
        graph = node["graph"]
    return node


def foldable(graph: dict) -> list[str]:
    """Keys of the folds of a large graph."""
    return [fold.key for fold in folds(graph)] if len(graph["nodes"]) > LEAST else []


def models(graph: dict, prefix: str = "") -> list[str]:
    """Keys of all nested models, at any depth."""
    found = []
    for node in graph["nodes"]:
        if node["graph"]:
            key = f"{prefix}{node['id']}"
            found += [key, *models(node["graph"], f"{key}/")]
    return found


def around(key: str) -> list[str]:
    """Keys of the models around a node, outermost first."""
    parts = key.split("/")[:-1]
    return ["/".join(parts[: k + 1]) for k in range(len(parts))]


def _visible(marks: dict, opened: Collection[str]) -> dict:
    def seen(key: Any) -> Any:
        for model in around(str(key)):
            if model not in opened:
                return identity(model)
        return key

    return {
        "nodes": {seen(key): mark for key, mark in marks.get("nodes", {}).items() if seen(key) not in _ids(opened)},
        "edges": {
            (seen(a), seen(b)): style
            for (a, b), style in marks.get("edges", {}).items()
            if seen(a) != seen(b) and not {seen(a), seen(b)} & _ids(opened)
        },
        "same": [tuple(map(seen, pair)) for pair in marks.get("same", []) if len(set(map(seen, pair))) == 2],
        "ghosts": marks.get("ghosts", {}),
        "labels": marks.get("labels", {}),
    }


def _ids(opened: Collection[str]) -> set[Id]:
    return {identity(key) for key in opened}


def _facts(graph: dict, diagram: Diagram, lang: str) -> dict[str, dict]:
    found = {}
    frames = {group.id for group in diagram.groups}
    words = {node.id: node for node in diagram.nodes}
    for key in [*words, *frames]:
        drawn, node = words.get(key), node_of(graph, str(key))
        if node:
            found[str(key)] = _fact(graph, node, str(key), drawn, key in frames, lang)
        elif drawn and drawn.kind == "fold":
            words_ = ", ".join(t for t in (drawn.title, drawn.name, *(row[0] for row in drawn.rows)) if t)
            found[str(key)] = {"label": words_, "name": drawn.title, "layer": -1, "model": True, "open": False}
        elif drawn and drawn.kind != "port":  # expected, not there
            found[str(key)] = {"label": f"{drawn.name}, {drawn.title}, {drawn.word}", "layer": -1, "model": False}
    return found


def _fact(graph: dict, node: dict, key: str, drawn: Node | None, is_open: bool, lang: str) -> dict:
    title, name = labels.heading(node, lang)
    if node["kind"] not in ("input", "model"):
        title, name = name, title
    outer = node_of(graph, key.rpartition("/")[0]) if "/" in key else None
    level = outer["graph"] if outer else graph
    shapes = [labels.shapes([shape]) for shape in node["shapes"]]
    params = _("{count} parameters", lang, count=f"{node['params']:,}")
    spoken = ", ".join("(" + ", ".join("?" if d is None else str(d) for d in s) + ")" for s in node["shapes"])
    label = [title, name, _("output shape {shape}", lang, shape=spoken), params]
    label += [drawn.shared[1]] if drawn and drawn.shared else []
    label += [*drawn.outputs, drawn.word] if drawn else []
    needed = labels.configuration(node)
    return {
        "label": ", ".join(word for word in label if word),
        "name": title,
        "kind": name,
        "layer": node["layer"],
        "model": bool(node["graph"]),
        "open": is_open,
        "shapes": shapes,
        "dtypes": node["dtypes"],
        "from": [
            [level["nodes"][k]["name"], labels.shapes([level["nodes"][k]["shapes"][i]])] for k, i in node["inputs"]
        ],
        "params": params if node["params"] else _("no parameters", lang),
        "frozen": bool(node["weights"]) and not any(w["trainable"] for w in node["weights"]),
        "shared": drawn.shared[1] if drawn and drawn.shared else "",
        "word": drawn.word if drawn and drawn.mark else "",
        "config": needed,
        "all": [[k, _short(v)] for k, v in node["config"].items()],
    }


def _short(value: Any) -> str:
    return labels.shorten(labels.spelled(value), 60)
