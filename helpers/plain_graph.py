"""A graph as plain data, which JSON can hold: what `helpers.graph.read` gives, and all else works on."""

from typing import Any, Literal, NotRequired, TypedDict

Reference = list[int]
"""A tensor: `[node id, output index]`."""


class Place(TypedDict):
    """Where a call was made, as far as somebody took it down (`helpers.graph.PLACES`)."""

    line: int
    code: str
    function: str


class Weight(TypedDict):
    """A variable of a call."""

    id: int
    """Equal wherever it is used, in nested models and in graphs that were read together."""
    path: str
    shape: list[int]
    dtype: str
    trainable: bool


class Node(TypedDict):
    """One call of a layer, an operation or a model (Keras: node)."""

    id: int
    """Its place in topological order."""
    kind: Literal["input", "layer", "operation", "model"]
    op: str
    """The name of its class."""
    module: str
    """`keras`, or where the class was written."""
    name: str
    layer: int
    """A number, equal for all calls of one object, in nested models too."""
    call: int
    """0 for its first call in this graph."""
    config: dict[str, Any]
    args: dict[str, Any]
    """Arguments by the names of the call's signature; a tensor is `{"tensor": [node id, output index]}`."""
    inputs: list[Reference]
    """The tensors among them, in order."""
    shapes: list[list[int | None]]
    """By output; None: the batch, or a size that is open."""
    dtypes: list[str]
    weights: list[Weight]
    params: int
    graph: "PlainGraph | None"
    """Of a nested model."""
    at: NotRequired[Place]
    hides: NotRequired[Any]
    """What a layer does that its configuration doesn't say (`helpers.hidden`)."""


class Ends(TypedDict):
    """The inputs or the outputs of a graph."""

    tree: Any
    """Their structure; a tensor is `{"tensor": [node id, output index]}`."""
    flat: list[Reference]
    names: list[str]


class PlainGraph(TypedDict):
    """All calls between the inputs and the outputs of a functional model."""

    version: int
    name: str
    nodes: list[Node]
    inputs: Ends
    outputs: Ends
    params: int
    unused: NotRequired[list[Node]]
    """Calls that lead nowhere, where a picture is to show them."""
