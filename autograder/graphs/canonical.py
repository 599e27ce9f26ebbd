"""The canonical graph of a model: equal for every way to write the same layers, different for everything else.

Made from the plain data of `helpers.graph.read`, without Keras. Nested models are laid open, fused activations
split off, operators and layers that do the same made one, defaults dropped, axes counted from the front
(`autograder.graphs.meaning`, `autograder.graphs.normalisation`). Names, initialisers and the order in which branches were written play no part.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from autograder.graphs.labels import labels
from autograder.graphs.meaning import is_custom, meaning, split_activation
from autograder.graphs.normalisation import rewritten
from autograder.graphs.operation import Graph, Operation, Reference
from helpers.plain_graph import Ends, Node, PlainGraph


@dataclass(frozen=True)
class Rules:
    """What an exercise demands of a graph beyond, or lets pass of, its computation.

    Args:
        names: layer names count, too, and those of nested models (of inputs not).
        keep: models that the answer was given must stand in the graph as single nodes, not taken apart.
        by_name: inputs are told apart by their names (or dict keys), not by their order.
        free: operations whose inputs may stand in any order, such as "Concatenate".
        any_dtype: inputs may have any dtype.
        noisy: a class of the learner's own may compute something else in training than in inference.
    """

    names: bool = False
    keep: bool = False
    by_name: bool = False
    free: frozenset[str] = frozenset()
    any_dtype: bool = False
    noisy: bool = False


Given = dict[str, dict]
"""Models that an answer was given, by name: `{"layer": number, "weights": [weight ids]}` (`Answer.model`)."""


def given_numbers(given: dict[str, Any], objects: dict[int, Any]) -> Given:
    """Models that were given, by the numbers of `helpers.graph.read_together`."""
    numbers = {id(thing): number for number, thing in objects.items()}
    return {
        name: {"layer": numbers[id(m)], "weights": [numbers[id(w)] for w in m.weights]} for name, m in given.items()
    }


def canonical(read: PlainGraph, rules: Rules = Rules(), given: Given | None = None) -> Graph:
    """The canonical graph of what `helpers.graph.read` returned.

    Args:
        given: models that the answer was given, numbered together with `read` (`helpers.graph.read_together`).
    """
    return _Canonical(rules, given or {}).graph(read)


def same(left: Graph, right: Graph, names: bool = False) -> bool:
    """Whether two canonical graphs are equal: operations, edges, sharing, trainable flags, inputs, outputs.

    Args:
        names: as in `Rules`.
    """
    if len(left.operations) != len(right.operations):
        return False
    a, b = labels(left, names), labels(right, names)
    return (
        Counter(a) == Counter(b)
        and [a[i] for i in left.inputs] == [b[i] for i in right.inputs]
        and [(a[i], k) for i, k in left.outputs] == [(b[i], k) for i, k in right.outputs]
        and left.input_keys == right.input_keys
        and left.output_keys == right.output_keys
    )


@dataclass
class _Canonical:
    """Builds a canonical graph; `operations` grows while nested models are laid open."""

    rules: Rules
    given: Given
    operations: list[Operation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places = {w: f"{name}/{k}" for name, g in self.given.items() for k, w in enumerate(g["weights"])}

    def graph(self, read: PlainGraph) -> Graph:
        keys = _keys(read["inputs"])
        ends = [i for i, _k in read["inputs"]["flat"]]
        names = list(keys) if keys else [read["nodes"][i]["name"] for i in ends]
        if self.rules.by_name:
            ends = [i for _name, i in sorted(zip(names, ends, strict=True))]
            keys = tuple(sorted(names))
        inputs = [self._input(read["nodes"][i], i) for i in ends]
        tensors: dict = {(i, 0): (op, 0) for i, op in zip(ends, inputs, strict=True)}
        self._lay(read, tensors, (), None)
        outputs = tuple(tensors[tuple(t)] for t in read["outputs"]["flat"])
        return rewritten(Graph(tuple(self.operations), tuple(inputs), outputs, keys, _keys(read["outputs"])))

    def _lay(self, read: PlainGraph, tensors: dict, path: tuple[str, ...], node: int | None) -> None:
        """Lay the calls of `read` into this graph; `tensors` maps its references to canonical ones."""
        for entry in read["nodes"]:
            key = (entry["id"], 0)
            if key in tensors:
                continue
            outer = entry["id"] if node is None else node
            if entry["kind"] == "input":
                tensors[key] = (self._input(entry, outer), 0)
            elif (inner := entry["graph"]) and not self._kept(entry):
                given = [tensors[tuple(t)] for t in entry["inputs"]]
                within = {tuple(t): g for t, g in zip(inner["inputs"]["flat"], given, strict=False)}
                self._lay(inner, within, (*path, entry["name"]), outer)
                for k, t in enumerate(inner["outputs"]["flat"]):
                    tensors[(entry["id"], k)] = within[tuple(t)]
            else:
                inputs = tuple(tensors[tuple(t)] for t in entry["inputs"])
                made = self._call(entry, inputs, path, outer)
                for k in range(len(entry["shapes"])):
                    tensors[(entry["id"], k)] = (made[0], made[1] + k)

    def _kept(self, entry: Node) -> bool:
        return self.rules.keep and any(g["layer"] == entry["layer"] for g in self.given.values())

    def _input(self, entry: Node, outer: int) -> int:
        return self._add("Input", {}, (), entry, (), outer)

    def _tags(self, weights: tuple) -> tuple[str, ...]:
        return tuple(self.places[i] for i, _shape, _trainable in weights if i in self.places)

    def _add(
        self, op: str, config: dict, inputs: tuple, entry: Node, path: tuple, outer: int, weighted: bool = True
    ) -> int:
        weights = tuple((w["id"], tuple(w["shape"]), bool(w["trainable"])) for w in entry["weights"] if weighted)
        custom = is_custom(entry)
        if custom:
            weights = tuple(sorted(weights, key=lambda w: (w[1], not w[2])))
        self.operations.append(
            Operation(
                id=len(self.operations),
                op=op,
                config=config,
                inputs=inputs,
                layer=entry["layer"] if weights else None,
                weights=weights,
                shape=tuple(entry["shapes"][0]),
                dtype="" if op == "Input" and self.rules.any_dtype else entry["dtypes"][0],
                name=entry["name"],
                written=entry["op"] if op != "Average" else op,
                node=outer,
                path=path,
                given=tuple(sorted(self._tags(weights))) if custom else self._tags(weights),
                free=op in self.rules.free,
                custom=custom,
                many=len(entry["shapes"]) > 1,
            )
        )
        return len(self.operations) - 1

    def _call(self, entry: Node, inputs: tuple, path: tuple, outer: int) -> Reference:
        """Lay one call; returns its first output."""
        op, config = meaning(entry)
        config, activation = split_activation(op, config)
        cast = op == "Cast" and self.rules.any_dtype and self.operations[inputs[0][0]].op == "Input"
        if op == "Identity" or cast:
            return inputs[0]
        made = self._add(op, config, inputs, entry, path, outer)
        if activation is None:
            return made, 0
        whole = (
            activation if isinstance(activation, dict) and "activation" in activation else {"activation": activation}
        )
        split = self._add("Activation", whole, ((made, 0),), entry, path, outer, weighted=False)
        return split, 0


def _keys(side: Ends) -> tuple[str, ...]:
    tree = side["tree"]
    return tuple(sorted(tree)) if isinstance(tree, dict) and "tensor" not in tree else ()
