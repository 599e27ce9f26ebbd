"""A model as text, one line for each layer, so that tools which compare lines have something to compare."""

import re
from pathlib import Path

from autograder.comparing.sizes import snake
from autograder.comparing.source import of_file
from helpers.drawing import from_graph
from helpers.drawing.labels import configuration, shapes


def lines(path: str | Path) -> list[str]:
    """The layers of a model in a file, with their options, shapes and inputs.

    Raises:
        CourseError: it can't be read.
    """
    side = of_file(path)
    found = list(from_graph(side.read, lang="en").summary.splitlines())
    _write(side.read, "", found)
    if side.compiled:
        found += [f"compile {key}: {_one(value)}" for key, value in sorted(side.compiled.items())]
    return found


def _write(read: dict, indent: str, found: list[str]) -> None:
    names = _names(read)
    for node in read["nodes"]:
        sources = ", ".join(names[n] + (f"[{k}]" if k else "") for n, k in node["inputs"])
        options = " ".join(option.replace(" ", "=", 1) for option in configuration(node))
        what = "input" if node["kind"] == "input" else node["op"]
        line = f"{indent}{names[node['id']]}: {what} {options}".rstrip()
        found.append(f"{line} -> {shapes(node['shapes'])}" + (f" <- {sources}" if sources else ""))
        if node["graph"] and not node["call"]:
            _write(node["graph"], indent + "  ", found)


def _names(read: dict) -> list[str]:
    """The nodes' names; those that Keras made count from this model's first, not from that of the process."""
    counts: dict[str, int] = {}
    layers: dict[int, str] = {}
    found = []
    for node in read["nodes"]:
        stem = re.sub(r"_\d+$", "", node["name"])
        if stem == snake(node["op"]) and node["layer"] not in layers:
            counts[stem] = counts.get(stem, -1) + 1
            layers[node["layer"]] = f"{stem}_{counts[stem]}" if counts[stem] else stem
        found.append(layers.get(node["layer"], node["name"]))
    return found


def _one(value: object) -> str:
    if isinstance(value, dict):
        if "class_name" in value:
            config = value.get("config")
            return f"{value['class_name']}({_one(config)})" if isinstance(config, dict) else str(config)
        return ", ".join(f"{k}={_one(v)}" for k, v in value.items() if v is not None and k != "name")
    return f"{value:g}" if isinstance(value, float) else str(value)
