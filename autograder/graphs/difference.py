"""Two canonical graphs -> findings that name what differs, the first cause leading, its consequences folded.

The reference's operations are aligned with the learner's: equal places first (labels from both ends), then by
likeness. What the alignment leaves over is missing or surplus; what it pairs is compared: kind, configuration,
edges, sharing, trainable flags. A finding speaks of the learner's layers by the learner's names.
"""

from collections import Counter
from typing import Any

from autograder.graphs.alignment import align
from autograder.graphs.canonical import same
from autograder.graphs.ends import other_inputs, other_keys, other_order
from autograder.graphs.finding import Finding
from autograder.graphs.naming import all_called, called, named, place_of
from autograder.graphs.operation import Graph, Operation
from autograder.graphs.restraints import text_of
from autograder.graphs.sharing import sharing

_FOLDED = (
    "graph.activation",
    "graph.activation_missing",
    "graph.activation_surplus",
    "graph.config",
    "graph.frozen",
    "graph.not_frozen",
)
"""Findings that are said once where several layers have the same."""


def difference(expected: Graph, got: Graph, together: bool = False) -> list[Finding]:
    """Findings that lead from the learner's graph to the expected one; empty only where nothing differs.

    Args:
        expected: the reference's canonical graph.
        got: the learner's.
        together: as in `align`.
    """
    if same(expected, got):
        return []
    ends = other_inputs(expected, got) or other_order(expected, got)
    if ends:
        return ends
    pairs = align(expected, got, together)
    findings = _fold(
        [
            *_operations(expected, got, pairs),
            *_surplus(expected, got, pairs),
            *sharing(expected, got, pairs),
            *_outputs(expected, got, pairs),
        ]
    )
    return findings or [Finding("graph.differs")]


def agreement(expected: Graph, got: Graph) -> tuple[int, int]:
    """How many of the expected layers the learner's graph has as they should be, with what they take; and how many there are."""
    pairs = align(expected, got)
    layers: dict[tuple, bool] = {}
    for want in expected.operations:
        if want.op == "Input":
            continue
        have = got.operations[pairs[want.id]] if want.id in pairs else None
        clean = have is not None and not _pair(want, have, expected, got)
        clean = clean and not _edges(want, have, expected, got, pairs)  # type: ignore[arg-type]
        key = (want.node, want.path, want.name)
        layers[key] = layers.get(key, True) and clean
    return sum(layers.values()), len(layers)


# --- what differs ---


def _operations(expected: Graph, got: Graph, pairs: dict[int, int]) -> list[Finding]:
    findings = []
    parts = {part[0]: part for part in _missing_parts(expected, pairs)}
    for want in expected.operations:
        if want.id in parts:
            findings.append(_missing(parts[want.id], expected, got, pairs))
        if want.id in pairs:
            have = got.operations[pairs[want.id]]
            findings.extend(_pair(want, have, expected, got))
            findings.extend(_edges(want, have, expected, got, pairs))
    return findings


def _missing_parts(expected: Graph, pairs: dict[int, int]) -> list[list[int]]:
    """Connected parts of the expected graph without counterparts, each in topological order."""
    part: dict[int, list[int]] = {}
    for op in expected.operations:
        if op.id in pairs:
            continue
        joined = [op.id]
        for source in dict.fromkeys(s for s, _k in op.inputs):
            if source in part and part[source] is not joined:
                joined = sorted(part[source] + joined)
                for member in joined:
                    part[member] = joined
        part[op.id] = joined
    return list({id(members): members for members in part.values()}.values())


def _pair(want: Operation, have: Operation, expected: Graph, got: Graph) -> list[Finding]:
    if want.op == have.op == "Activation":
        if want.config == have.config:
            return []
        return [_wrong_activation(have, _activation(have), _activation(want), got)]
    if want.custom and have.custom:
        shapes = [[list(shape) for _i, shape, _t in op.weights] for op in (have, want)]
        if shapes[0] != shapes[1]:
            values = named(have, got) | {"got": str(shapes[0])[1:-1], "expected": str(shapes[1])[1:-1]}
            return [Finding("layer.weights", values, nodes=(have.node,))]
    if want.op != have.op:
        values = named(have, got) | {"got": have.written, "expected": want.written}
        return [Finding("graph.kind", values, nodes=(have.node,))]
    findings = []
    for option in sorted(set(want.config) | set(have.config)):
        a, b = want.config.get(option), have.config.get(option)
        if a != b:
            values = named(have, got) | {"option": option, "got": _value(b), "expected": _value(a)}
            findings.append(Finding("graph.config", values, nodes=(have.node,)))
    if not findings and [t for _i, _s, t in want.weights] != [t for _i, _s, t in have.weights]:
        key = "graph.frozen" if any(t for _i, _s, t in want.weights) else "graph.not_frozen"
        findings.append(Finding(key, named(have, got), nodes=(have.node,)))
    return findings


def _value(option: Any) -> Any:
    """An option as it is written: a regularizer's or constraint's class and numbers, not the data it was read as."""
    return text_of(option) if isinstance(option, dict) and "class" in option else option


def _wrong_activation(op: Operation, got: str, expected: str, graph: Graph) -> Finding:
    key = {"linear": "graph.activation_surplus"}.get(expected, "graph.activation")
    key = "graph.activation_missing" if got == "linear" else key
    layer = next((o for o in graph.operations if o.name == op.name and o.op != "Activation"), op)
    return Finding(key, named(layer, graph) | {"got": got, "expected": expected}, nodes=(op.node,))


def _activation(op: Operation) -> str:
    value = op.config.get("activation")
    options = {k: v for k, v in op.config.items() if k not in ("activation", "call")}
    name = value if isinstance(value, str) else text_of(value)
    return f"{name}({', '.join(f'{k}={v}' for k, v in options.items())})" if options else name


def _missing(part: list[int], expected: Graph, got: Graph, pairs: dict[int, int]) -> Finding:
    """One finding for a missing part: what is missing, where it begins, and who gets something else in its place."""
    first = expected.operations[part[0]]
    entries = dict.fromkeys(s for i in part for s, _k in expected.operations[i].inputs if s in pairs)
    sources = [got.operations[pairs[s]] for s in entries]
    if first.op == "Activation" and len(part) == 1:
        return _wrong_activation(sources[0], "linear", _activation(first), got)
    written = [expected.operations[i] for i in part if expected.operations[i].op != "Activation"] or [first]
    nodes = tuple(dict.fromkeys(s.node for s in sources))
    values = {
        "op": written[0].written,
        "place": place_of(written[0], expected),
        "sources": [called(got, s) for s in sources],
        "options": _options(written[0]),
        "parts": [op.written for op in written],
    }
    for want in expected.operations:
        if want.id not in pairs or not any(s in part for s, _k in want.inputs):
            continue
        have = got.operations[pairs[want.id]]
        should = {pairs[s] for s, _k in want.inputs if s in pairs} | {pairs[s] for s in entries}
        instead = [s for s, _k in have.inputs if s in pairs.values() and s not in should]
        if instead:  # the part may be there, but what should take it takes something else
            values |= named(have, got) | {"got": [called(got, got.operations[s]) for s in instead]}
            edges = tuple((got.operations[s].node, have.node) for s in instead)
            return Finding("graph.edge_to_missing", values, nodes=(have.node,), edges=edges)
    if len(written) > 1:
        return Finding("graph.missing_part", values, nodes=nodes)
    key = "graph.missing_merge" if len(first.inputs) > 1 and len(sources) > 1 else "graph.missing"
    return Finding(key, values, nodes=nodes)


def _options(op: Operation) -> dict:
    keep = ("units", "filters", "kernel_size", "pool_size", "rate", "output_dim", "input_dim", "shape")
    return {k: v for k, v in op.config.items() if k in keep}


def _edges(want: Operation, have: Operation, expected: Graph, got: Graph, pairs: dict[int, int]) -> list[Finding]:
    if want.op == "Input":
        return []
    should = [(pairs[s], k) if s in pairs else None for s, k in want.inputs]
    does = list(have.inputs)
    if should == does or (have.commutes and Counter(should) == Counter(does)):
        return []
    if None not in should and Counter(should) == Counter(does):
        names = {"got": all_called(got, does), "expected": all_called(got, should)}
        return [Finding("graph.argument_order", named(have, got) | names, nodes=(have.node,))]
    counterparts = set(pairs.values())
    lost = list((Counter(s for s in should if s) - Counter(does)).elements())
    extra = list((Counter(does) - Counter(s for s in should if s)).elements())
    # an edge from a surplus operation, or in place of a missing one, follows from that finding
    extra = [e for e in extra if e[0] in counterparts] if None not in should else []
    if lost and _through_surplus(does, lost, got, counterparts):
        lost = []
    if not extra and not (lost and len(does) < len(should)):
        return []
    values = named(have, got) | {"got": all_called(got, extra), "expected": all_called(got, lost)}
    twice = len(extra) == len(lost) == 1 and extra[0] in should
    return [
        Finding(
            "graph.edge_twice"
            if twice
            else "graph.edge"
            if extra and lost
            else "graph.edge_surplus"
            if extra
            else "graph.edge_missing",
            values,
            nodes=(have.node,),
            edges=tuple((got.operations[s].node, have.node) for s, _k in extra),
            expected=tuple((got.operations[s].node, have.node) for s, _k in lost),
        )
    ]


def _through_surplus(does: list, lost: list, got: Graph, counterparts: set[int]) -> bool:
    """Whether the lost sources arrive after all, by way of operations that are too many."""
    reached: set[int] = set()
    stack = [s for s, _k in does if s not in counterparts]
    while stack:
        op = got.operations[stack.pop()]
        for s, _k in op.inputs:
            if s not in counterparts and s not in reached:
                stack.append(s)
            reached.add(s)
    return all(s in reached for s, _k in lost)


def _surplus(expected: Graph, got: Graph, pairs: dict[int, int]) -> list[Finding]:
    counterparts = set(pairs.values())
    findings = []
    for op in got.operations:
        if op.id in counterparts or op.op == "Input":
            continue
        if op.op == "Activation":
            before = got.operations[op.inputs[0][0]]
            if (
                before.id in counterparts or before.node != op.node or before.op == "Input"
            ):  # else it goes with its layer
                findings.append(_wrong_activation(op, _activation(op), "linear", got))
        else:
            findings.append(Finding("graph.surplus", {"layer": op.name, "op": op.written}, nodes=(op.node,)))
    return findings


def _outputs(expected: Graph, got: Graph, pairs: dict[int, int]) -> list[Finding]:
    if len(expected.outputs) != len(got.outputs):
        return [Finding("graph.output_count", {"got": len(got.outputs), "expected": len(expected.outputs)})]
    counterparts = set(pairs.values())
    findings = []
    for place, ((want, k), (have, n)) in enumerate(zip(expected.outputs, got.outputs, strict=True)):
        if (pairs.get(want) != have and want in pairs and have in counterparts) or (pairs.get(want) == have and k != n):
            shown = got.operations[have]
            values = {"place": place + 1, "got": shown.name, "expected": got.operations[pairs[want]].name}
            if values["got"] != values["expected"]:
                findings.append(Finding("graph.output", values, nodes=(shown.node,)))
    if not findings and expected.output_keys != got.output_keys:
        findings.append(other_keys("output", expected.output_keys, got.output_keys))
    return findings


# --- folding ---


def _fold(findings: list[Finding]) -> list[Finding]:
    """One finding for one cause: the same wrong option everywhere is said once, with all the layers' names."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        alike = {k: v for k, v in finding.values.items() if k not in ("layer", "op", "place")}
        foldable = finding.key in _FOLDED
        groups.setdefault(f"{finding.key} {alike}" if foldable else str(len(groups)), []).append(finding)
    folded = []
    for group in groups.values():
        first = group[0]
        names = list(dict.fromkeys(f.values["layer"] for f in group if "layer" in f.values))
        if len(names) > 1:
            nodes = tuple(dict.fromkeys(n for f in group for n in f.nodes))
            first = Finding(f"{first.key}_everywhere", first.values | {"layers": names}, nodes=nodes)
        folded.append(first)
    return folded
