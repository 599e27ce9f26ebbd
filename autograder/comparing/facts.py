"""What one says of a model at first sight: parameters, layers, inputs and outputs, what is shared and frozen."""

from dataclasses import asdict, dataclass

from autograder.comparing.beside import by_layer
from autograder.comparing.source import Side
from autograder.graphs.operation import Graph


@dataclass(frozen=True)
class Facts:
    """Of one model; numbers are None where a file doesn't tell them."""

    name: str
    layers: int
    params: int | None
    trainable: int | None
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    shared: tuple[str, ...]
    frozen: tuple[str, ...]

    def as_data(self) -> dict:
        return asdict(self)


def facts(side: Side, graph: Graph) -> Facts:
    """Those of one side of a comparison."""
    nodes = {n: node for n, node in by_layer(side.read).items() if node["kind"] not in ("input", "model")}
    sizes = [node["params"] for node in nodes.values()]
    calls: dict[int, int] = {}
    for op in graph.operations:
        if op.layer is not None:
            calls[op.layer] = calls.get(op.layer, 0) + 1
    shared = tuple(nodes[n]["name"] for n, times in calls.items() if times > 1 and n in nodes)
    frozen = tuple(n["name"] for n in nodes.values() if n["weights"] and not any(w["trainable"] for w in n["weights"]))
    return Facts(
        name=side.label,
        layers=len(nodes),
        params=None if None in sizes else sum(sizes),
        trainable=_trainable(list(nodes.values())),
        inputs=_ends(side.read, "inputs"),
        outputs=_ends(side.read, "outputs"),
        shared=shared,
        frozen=frozen,
    )


def _trainable(nodes: list[dict]) -> int | None:
    total = 0
    for node in nodes:
        if any(w["shape"] for w in node["weights"]) or not node["weights"]:
            total += sum(_size(w["shape"]) for w in node["weights"] if w["trainable"])
        elif node["params"] is None:
            return None
        elif node["weights"][0]["trainable"]:  # of a file: half of a batch normalisation is statistics
            total += node["params"] // 2 if node["op"] == "BatchNormalization" else node["params"]
    return total


def _size(shape: list) -> int:
    size = 1
    for d in shape:
        size *= d
    return size


def _ends(read: dict, side: str) -> tuple[str, ...]:
    tree = read[side]["tree"]
    keys = sorted(tree) if isinstance(tree, dict) and "tensor" not in tree else None
    found = []
    for place, (n, k) in enumerate(read[side]["flat"]):
        node = read["nodes"][n]
        shapes, dtypes = node["shapes"], node["dtypes"]
        shape = shapes[min(k, len(shapes) - 1)]
        size = " × ".join("?" if d is None else str(d) for d in shape) or "?"
        label = keys[place] if keys and place < len(keys) else node["name"]
        found.append(f"{label} {size} {dtypes[min(k, len(dtypes) - 1)]}")
    return tuple(found)
