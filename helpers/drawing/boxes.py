"""What a picture of a graph shows: boxes, arrows and frames with their words, independent of Keras and of SVG."""

from dataclasses import dataclass

Id = int | str


@dataclass(frozen=True)
class Node:
    """One box: a call of a layer or operation, or a port where an edge passes a frame.

    `title` and `name` stand in the first row, `rows` below, `outputs` in the foot. `kind` is "input", "layer",
    "operation", "model" or "port". `group` is the frame around it. `shared` is (hue, "shared 1/2", "1/2").
    `mark` is "wrong", "missing" (a ghost: expected, not there) or "surplus", `word` says so.
    """

    id: Id
    title: str
    name: str
    rows: tuple[tuple[str, str], ...] = ()
    kind: str = "layer"
    group: Id | None = None
    outputs: tuple[str, ...] = ()
    shared: tuple[int, str, str] | None = None
    mark: str | None = None
    word: str = ""


@dataclass(frozen=True)
class Edge:
    """One arrow, from the output of a node to an argument of another.

    `style` is "plain", "wrong" (there, but should not be), "expected" (not there, but should be) or "same"
    (two layers that should be one: no arrow). `label` stands beside it; `number` at its head tells the
    argument, where the order of arguments matters.
    """

    source: Id
    target: Id
    style: str = "plain"
    label: str = ""
    number: str = ""


@dataclass(frozen=True)
class Group:
    """A frame round the nodes of a nested model that is shown open."""

    id: Id
    title: str
    parent: Id | None = None
    shared: tuple[int, str, str] | None = None


@dataclass(frozen=True)
class Diagram:
    """Everything that is drawn, words included; `lines` say the same in plain text, one per node."""

    name: str
    summary: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...] = ()
    lines: tuple[str, ...] = ()
    lang: str = "en"
