"""A diagram in plain text: a line for each node, with where its inputs come from."""

import unicodedata

from helpers.drawing.boxes import Diagram, Node
from helpers.drawing.labels import colon


def lines(diagram: Diagram) -> list[str]:
    """The diagram as text: one line for each node with where its inputs come from, then the marks."""
    rows = table(diagram)
    widths = [max((_columns(row[k]) for row in rows), default=0) for k in range(5)]
    found = []
    for row in rows:
        padded = [text + " " * (width - _columns(text)) for text, width in zip(row, widths, strict=False) if width]
        found.append("  ".join([*padded, row[5]]).rstrip())
    nodes = {n.id: n for n in diagram.nodes}
    for edge in diagram.edges:
        sign = "=" if edge.style == "same" else "->"
        if edge.style != "plain":
            pair = f"{_called(nodes[edge.source])} {sign} {_called(nodes[edge.target])}"
            found.append(f"{edge.label}{colon(diagram.lang)}{pair}" if edge.label else pair)
    return found


def table(diagram: Diagram) -> list[list[str]]:
    """A row for each node: name (indented in a frame), what it is, shape, parameters, inputs, notes."""
    nodes = {n.id: n for n in diagram.nodes}
    feeds: dict = {}
    for edge in diagram.edges:
        if edge.style in ("plain", "wrong"):
            feeds.setdefault(edge.target, []).append(edge.source)

    def sources(key: object) -> list[str]:
        """Names of what feeds a node, looked up through the ports of frames."""
        found: list[str] = []
        for source in feeds.get(key, []):
            found += sources(source) if nodes[source].kind == "port" else [_called(nodes[source])]
        return found

    found, frames = [], {g.id: g for g in diagram.groups}
    for node in diagram.nodes:
        if node.kind != "port":
            opened = [g for k, g in frames.items() if node.id == k or str(node.id).startswith(f"{k}/")]
            for group in opened:  # a frame's own line stands before its first node
                del frames[group.id]
                depth = "  " * str(group.id).count("/")
                share = f" ({group.shared[2]})" if group.shared else ""
                title = f"{depth}{group.title}{share}{colon(diagram.lang).strip()}"
                found.append([title, "", "", "", "", group.shared[1] if group.shared else ""])
            found.append(_cells(node, sources(node.id), diagram.lang))
    return found


def _cells(node: Node, sources: list[str], lang: str | None) -> list[str]:
    shape, params = node.rows[0] if node.rows else ("", "")
    notes = [node.shared[1]] if node.shared else []
    notes += [*node.outputs, *(text for text, _right in node.rows[1:]), *([node.word] if node.mark else [])]
    return [
        "  " * str(node.id).count("/") + _called(node),
        node.name if node.kind in ("input", "model") else node.title,
        shape,
        params,
        f"<- {', '.join(sources)}" if sources else "",
        ("；" if lang == "zh" else "; ").join(notes),
    ]


def _called(node: Node) -> str:
    name = node.title if node.kind in ("input", "model") else node.name or node.title
    return f"{name} ({node.shared[2]})" if node.shared else name


def _columns(text: str) -> int:
    """Columns of a terminal that `text` takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
