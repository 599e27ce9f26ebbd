"""Findings told step by step: the first time the place, the second time the kind of fault, then what to mend."""

from dataclasses import replace

from autograder.graphs.finding import Finding

WHOLE = 3
"""The step that tells all."""
_KINDS = {
    "graph.activation": "ladder.activation",
    "graph.config": "ladder.option",
    "graph.edge": "ladder.edge",
    "graph.argument_order": "ladder.order",
    "graph.kind": "ladder.kind",
    "graph.missing": "ladder.missing",
    "graph.surplus": "ladder.surplus",
    "graph.not_shared": "ladder.sharing",
    "graph.shared": "ladder.sharing",
    "graph.frozen": "ladder.training",
    "graph.not_frozen": "ladder.training",
}
"""By the beginning of a finding's key, the key that tells its kind."""


def climbed(findings: tuple[Finding, ...], graph: dict | None, step: int) -> tuple[Finding, ...]:
    """The findings as they are told at a step; those without a place in the learner's graph are told whole at once."""
    first = findings[0] if findings else None
    names = {node["id"]: node["name"] for node in (graph or {}).get("nodes", [])}
    kind = next((told for start, told in _KINDS.items() if first and first.key.startswith(start)), "")
    nodes = first.nodes or tuple(target for _source, target in first.expected) if first else ()
    if first is None or step >= WHOLE or not kind or not nodes or nodes[0] not in names:
        return findings
    layer = first.values.get("layer", names[nodes[0]])
    known = {k: v for k, v in first.values.items() if k in ("right", "of")}
    told = replace(first, key=kind, values=known | {"layer": layer, "op": "", "place": 0}, nodes=nodes, expected=())
    if step < 2:  # an arrow would tell the kind
        told = replace(told, key="ladder.after" if kind == "ladder.missing" else "ladder.place", edges=())
    return (told,)
