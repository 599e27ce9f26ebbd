"""Two canonical graphs -> findings that name what differs, the first cause leading, its consequences folded.

The reference's operations are aligned with the learner's: equal places first (labels from both ends), then by
likeness. What the alignment leaves over is missing or surplus; what it pairs is compared: kind, configuration,
edges, sharing, trainable flags. A finding speaks of the learner's layers by the learner's names.
"""

from collections import Counter

from autograder.graphs.alignment import align
from autograder.graphs.canonical import same
from autograder.graphs.ends import other_inputs, other_keys, other_order
from autograder.graphs.finding import Finding
from autograder.graphs.folding import fold, once
from autograder.graphs.naming import all_called, called, named, place_of, tensor
from autograder.graphs.operation import Graph, Operation
from autograder.graphs.options import activation, between, wrong_activation
from autograder.graphs.sharing import sharing


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
    findings = fold(
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
        clean = have is not None and not between(want, have, got, pairs)
        clean = clean and not _edges(want, have, expected, got, pairs)  # type: ignore[arg-type]
        key = (want.node, want.path, want.name)
        layers[key] = layers.get(key, True) and clean
    return sum(layers.values()), len(layers)


# --- what differs ---


def _operations(expected: Graph, got: Graph, pairs: dict[int, int]) -> list[Finding]:
    found: list[tuple[tuple, Finding]] = []
    parts = {part[0]: part for part in _missing_parts(expected, pairs)}
    for want in expected.operations:
        if want.id in parts:
            found.append(((want.path, want.name), _missing(parts[want.id], expected, got, pairs)))
        if want.id in pairs:
            have = got.operations[pairs[want.id]]
            told = between(want, have, got, pairs)
            if not any(f.key.startswith("graph.formula") for f in told):  # which names what it takes
                told += _edges(want, have, expected, got, pairs)
            found += [((have.path, have.name), f) for f in told]
    return once(found)


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


def _missing(part: list[int], expected: Graph, got: Graph, pairs: dict[int, int]) -> Finding:
    """One finding for a missing part: what is missing, where it begins, and who gets something else in its place."""
    part = _one_of_each(part, expected)
    first = expected.operations[part[0]]
    entries = dict.fromkeys(s for i in part for s, _k in expected.operations[i].inputs if s in pairs)
    sources = [got.operations[pairs[s]] for s in entries]
    if first.op == "Activation" and len(part) == 1 and sources[0].op not in ("Activation", "Input"):
        return wrong_activation(sources[0], "linear", activation(first), got)
    written = [expected.operations[i] for i in part if expected.operations[i].op != "Activation"] or [first]
    nodes = tuple(dict.fromkeys(s.node for s in sources))
    values = {
        "op": written[0].written,
        "place": place_of(written[0], expected),
        "sources": [called(got, s) for s in sources],
        "options": _options(written[0]),
        "parts": [op.written for op in written],
    }
    takers = [w for w in expected.operations if w.id in pairs and any(s in part for s, _k in w.inputs)]
    for want in takers:
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
    consumers = got.consumers()
    if key == "graph.missing" and any(
        len(consumers[s.id]) > 1 for s in sources
    ):  # behind which there is more than one way
        values["into"] = list(dict.fromkeys(called(got, got.operations[pairs[w.id]]) for w in takers))
    return Finding(key, values, nodes=nodes)


def _one_of_each(part: list[int], expected: Graph) -> list[int]:
    """A part without what stands in it again because a nested model is called again."""
    first: dict[tuple, int] = {}
    for i in part:
        op = expected.operations[i]
        first.setdefault((op.path, op.name, op.op) if op.path else (i,), i)
    return list(first.values())


def _options(op: Operation) -> dict:
    if op.op == "Activation":
        return {"activation": activation(op)} if op.written == "Activation" else {}
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
    found: list[tuple[tuple, Finding]] = []
    for op in got.operations:
        if op.id in counterparts or op.op == "Input":
            continue
        told = Finding("graph.surplus", {"layer": op.name, "op": op.written}, nodes=(op.node,))
        if op.op == "Activation":
            before = got.operations[op.inputs[0][0]]
            if before.id not in counterparts and before.node == op.node:
                continue  # it goes with its layer
            if before.op not in ("Activation", "Input"):
                told = wrong_activation(op, activation(op), "linear", got)
        found.append(((op.path, op.name), told))
    return once(found)


def _outputs(expected: Graph, got: Graph, pairs: dict[int, int]) -> list[Finding]:
    if len(expected.outputs) != len(got.outputs):
        return [Finding("graph.output_count", {"got": len(got.outputs), "expected": len(expected.outputs)})]
    counterparts = set(pairs.values())
    findings = []
    for place, ((want, k), (have, n)) in enumerate(zip(expected.outputs, got.outputs, strict=True)):
        if (pairs.get(want) != have and want in pairs and have in counterparts) or (pairs.get(want) == have and k != n):
            shown = got.operations[have]
            values = {"place": place + 1, "got": tensor(got, (have, n)), "expected": tensor(got, (pairs[want], k))}
            if values["got"] != values["expected"]:
                findings.append(Finding("graph.output", values, nodes=(shown.node,)))
    if not findings and expected.output_keys != got.output_keys:
        findings.append(other_keys("output", expected.output_keys, got.output_keys))
    return findings
