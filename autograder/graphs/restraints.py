"""What a model has beside what it computes: regularizers, constraints, losses of its own, another behaviour in training.

Outputs in inference don't show it, but training does: an L2 of a million or a norm of at most a billionth makes a model
that learns nothing. So all of it belongs to what an answer must share with the reference. Exercises that leave the
model to the learner (a trained one, the encoder of 08b) are judged by other means, and leave it free.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from autograder.graphs.finding import Finding
from autograder.graphs.labels import skeleton
from autograder.graphs.naming import named
from autograder.graphs.operation import Graph, Operation
from helpers.plain_graph import PlainGraph

TRAINING_ONLY = ("Dropout", "Noise", "Random", "StopGradient", "ActivityRegularization")
"""Operations, by parts of their names, that give what they get, in inference: their places must be the reference's."""
_OPTIONS = ("dropout", "recurrent_dropout", "momentum")


def only_in_training(op: Operation) -> bool:
    """Whether an operation does something in training alone."""
    return any(word in op.op for word in TRAINING_ONLY)


def held(read: PlainGraph, objects: dict[int, Any]) -> dict[str, str]:
    """What holds the weights of a graph (`helpers.graph.read_together`): by a weight's id its regularizer, constraint."""
    ids = dict.fromkeys(w["id"] for node in read["nodes"] for w in node["weights"])
    texts = {i: [text_of(getattr(objects[i], side, None)) for side in ("regularizer", "constraint")] for i in ids}
    return {str(i): ", ".join(filter(None, sides)) for i, sides in texts.items() if any(sides)}


def findings(found: dict, got: Graph, wanted: Any) -> list[Finding]:
    """Findings on a model that computes what the reference does, and has something else beside it.

    Args:
        found: what `Answer.models` wrote down of it.
        got: its canonical graph.
        wanted: the reference's (`autograder.judging.judge.Wanted`).
    """
    return _options(got, wanted.graph) or _held(found, got, wanted) or _losses(found, wanted)


def _options(got: Graph, wanted: Graph) -> list[Finding]:
    mine, theirs = (list(_optional(graph)) for graph in (got, wanted))
    right = Counter((place, option, text) for _op, place, option, text in theirs)
    have = Counter((place, option, text) for _op, place, option, text in mine)
    for op, place, option, text in mine:
        if have[place, option, text] > right[place, option, text]:
            expected = [t for _op, p, o, t in theirs if (p, o) == (place, option)]
            return [_config(op, got, option, text, (expected or ["None"])[0])]
    for _op, place, option, text in theirs:
        if right[place, option, text] > have[place, option, text]:
            same = [op for op, where in _places(got) if where == place]
            return [_config(same[0], got, option, "None", text)] if same else [Finding("graph.differs")]
    return []


def _config(op: Operation, graph: Graph, option: str, got: str, expected: str) -> Finding:
    values = named(op, graph) | {"option": option, "got": got, "expected": expected}
    return Finding("graph.config", values, nodes=(op.node,))


def _places(graph: Graph) -> Iterator[tuple[Operation, str]]:
    """For each operation of Keras's the place of its weights, which is the same however the glue between is written."""
    labels = skeleton(graph)
    for op in graph.operations:
        if not op.custom:
            yield op, " ".join(sorted(labels[i] for i, _shape, _trainable in op.weights))


def _optional(graph: Graph) -> Iterator[tuple[Operation, str, str, str]]:
    """Each option that acts in training alone: operation, place, option, its value as text."""
    for op, place in _places(graph):
        for option, value in _deep(op.config):
            yield op, place, option, text_of(value)


def _deep(config: Any) -> Iterator[tuple[str, Any]]:
    """Options at any depth: a wrapper such as `Bidirectional` has those of the layer that it wraps."""
    if isinstance(config, dict):
        for key, value in config.items():
            if key.rpartition(".")[2] in _OPTIONS or key.endswith(("_regularizer", "_constraint")):
                if value:
                    yield key, value
            else:
                yield from _deep(value)
    elif isinstance(config, list):
        for value in config:
            yield from _deep(value)


def _held(found: dict, got: Graph, wanted: Any) -> list[Finding]:
    mine = list(_weights(got, found.get("held", {})))
    right = Counter((place, text) for _op, place, text in _weights(wanted.graph, wanted.held))
    have = Counter((place, text) for _op, place, text in mine)
    for op, place, text in mine:
        if have[place, text] > right[place, text]:
            return [Finding("graph.weight_held", named(op, got) | {"got": text}, nodes=(op.node,))]
    return [] if have == right else [Finding("graph.differs")]


def _weights(graph: Graph, texts: dict) -> Iterator[tuple[Operation, str, str]]:
    """Each weight that is held: the operation that has it, its place, what holds it."""
    labels, seen = skeleton(graph), set()
    for op in graph.operations:
        for i, _shape, _trainable in op.weights:
            if str(i) in texts and i not in seen:
                seen.add(i)
                yield op, labels[i], str(texts[str(i)])


def _losses(found: dict, wanted: Any) -> list[Finding]:
    got = found.get("losses", wanted.losses)
    if got == wanted.losses:
        return []
    return [Finding("graph.losses", {"got": int(got), "expected": wanted.losses})]


def text_of(value: Any) -> str:
    """A regularizer, a constraint, a number, as a short text: "L2(l2=0.01)"; "" for None."""
    if value is None:
        return ""
    if isinstance(value, dict) and "class" in value:
        name, options = str(value["class"]), value.get("config")
    elif isinstance(value, (str, int, float, dict, list)):
        return str(value)[:200]
    else:
        name, options = type(value).__name__, _config_of(value)
    some = options.items() if isinstance(options, dict) else ()
    return f"{name}({', '.join(f'{k}={_rounded(v)}' for k, v in some)})"[:200]


def _config_of(thing: Any) -> Any:
    try:
        return thing.get_config()
    except Exception:  # a learner's own may raise anything
        return None


def _rounded(value: Any) -> str:
    try:
        return f"{float(value):.6g}"
    except (TypeError, ValueError):
        return str(value)[:40]
