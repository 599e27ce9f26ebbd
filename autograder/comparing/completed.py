"""Graphs that two versions of Keras wrote, with the same options: what one of them did not know yet is at its default."""

from collections import defaultdict

from helpers.defaults import usual


def completed(a: dict, b: dict) -> tuple[dict, dict]:
    """Both graphs (`helpers.graph.read`); where a layer lacks an option that another of its class has, with its default."""
    known: dict[str, set[str]] = defaultdict(set)
    short: set[str] = set()
    for read in (a, b):
        for node in _all(read):
            options = set(node["config"])
            if known[node["op"]] and known[node["op"]] != options:
                short.add(node["op"])
            known[node["op"]] |= options
    missing = {op: {k: v for k, v in usual(op).items() if k in known[op]} for op in short}
    return (_filled(a, missing), _filled(b, missing)) if any(missing.values()) else (a, b)


def _all(read: dict) -> list[dict]:
    found = []
    for node in read["nodes"]:
        if node["kind"] == "layer" and node["module"] == "keras":
            found.append(node)
        if node["graph"]:
            found += _all(node["graph"])
    return found


def _filled(read: dict, missing: dict[str, dict]) -> dict:
    nodes = []
    for node in read["nodes"]:
        if node["kind"] == "layer" and node["module"] == "keras" and missing.get(node["op"]):
            node = node | {"config": missing[node["op"]] | node["config"]}
        nodes.append(node | {"graph": _filled(node["graph"], missing)} if node["graph"] else node)
    return read | {"nodes": nodes}
