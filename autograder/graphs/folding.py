"""One finding for one cause: the same fault of several layers, or of one layer that is called several times, is said once."""

from dataclasses import replace

from autograder.graphs.finding import Finding

_FOLDED = (
    "graph.activation",
    "graph.activation_missing",
    "graph.activation_surplus",
    "graph.config",
    "graph.frozen",
    "graph.not_frozen",
)
"""Findings that are said once where several layers have the same."""


def fold(findings: list[Finding]) -> list[Finding]:
    """The same wrong option everywhere is said once, with all the layers' names."""
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


def once(found: list[tuple[tuple, Finding]]) -> list[Finding]:
    """Each fault inside of a nested model once, however often that is called; all its places are marked.

    Args:
        found: each finding with the path and name of the layer that it is about.
    """
    first: dict[tuple, int] = {}
    told: list[Finding] = []
    for (path, name), finding in found:
        key = (path, name, finding.key, str(finding.values.get("option"))) if path else (len(told),)
        if key not in first:
            first[key] = len(told)
            told.append(finding)
            continue
        known = told[first[key]]
        told[first[key]] = replace(
            known,
            nodes=tuple(dict.fromkeys(known.nodes + finding.nodes)),
            edges=tuple(dict.fromkeys(known.edges + finding.edges)),
            expected=tuple(dict.fromkeys(known.expected + finding.expected)),
        )
    return told
