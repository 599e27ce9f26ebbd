"""Two operations that are one another's counterpart -> findings on what they are, not on what they take.

Their kind, options, activation, what they are called with, and whether their weights are trained. Values are told as one
writes them: an index as `[:, 0]`, a number beside a tensor as a formula.
"""

from typing import Any

from autograder.graphs.finding import Finding
from autograder.graphs.naming import all_called, named, tensor
from autograder.graphs.operation import Graph, Operation
from autograder.graphs.restraints import text_of

_SIGNS = {"Add": " + ", "Multiply": " * ", "Subtract": " - ", "Divide": " / "}
_LONGEST = 80
"""Characters of a value."""


def between(want: Operation, have: Operation, got: Graph, pairs: dict[int, int]) -> list[Finding]:
    """Findings on `have`, of the graph `got`, of which `want` is the counterpart."""
    if want.op == have.op == "Activation":
        if want.config == have.config:
            return []
        return [wrong_activation(have, activation(have), activation(want), got)]
    if want.custom and have.custom:
        shapes = [[list(shape) for _i, shape, _t in op.weights] for op in (have, want)]
        if shapes[0] != shapes[1]:
            values = named(have, got) | {"got": str(shapes[0])[1:-1], "expected": str(shapes[1])[1:-1]}
            return [Finding("layer.weights", values, nodes=(have.node,))]
    turned = want.op == "Reshape" and want.config.get("data_format") != have.config.get("data_format")
    if want.op != have.op or (turned and want.written != have.written):
        values = named(have, got) | {"got": have.written, "expected": want.written}
        return [Finding("graph.kind", values, nodes=(have.node,))]
    findings = []
    for option in sorted(set(want.config) | set(have.config)):
        a, b = want.config.get(option), have.config.get(option)
        if a == b or _follows(option, want, have):
            continue
        if option == "call":
            findings += _call(a or {}, b or {}, have, got)
        elif option in ("slots", "constants"):
            values = {
                "got": _formula(have, all_called(got, have.inputs)),
                "expected": _formula(want, _names(want, got, pairs)),
            }
            key = "graph.formula" if values["got"] != values["expected"] else "graph.formula_other"  # of long arrays
            findings.append(Finding(key, named(have, got) | values, nodes=(have.node,)))
        else:
            findings.append(_config(option, b, a, have, got))
    if not findings and [t for _i, _s, t in want.weights] != [t for _i, _s, t in have.weights]:
        key = "graph.frozen" if any(t for _i, _s, t in want.weights) else "graph.not_frozen"
        findings.append(Finding(key, named(have, got), nodes=(have.node,)))
    return findings


def _follows(option: str, want: Operation, have: Operation) -> bool:
    """Whether an option of what reads backwards differs as that of the layer of which it is a copy."""
    if not option.startswith("backward_layer"):
        return False
    of = option.removeprefix("backward_")
    return all(op.config.get(of) == op.config.get(option) for op in (want, have))


def wrong_activation(op: Operation, got: str, expected: str, graph: Graph) -> Finding:
    """One activation in place of another; "linear" for none."""
    key = {"linear": "graph.activation_surplus"}.get(expected, "graph.activation")
    key = "graph.activation_missing" if got == "linear" else key
    layer = next((o for o in graph.operations if o.name == op.name and o.op != "Activation"), op)
    return Finding(key, named(layer, graph) | {"got": got, "expected": expected}, nodes=(op.node,))


def activation(op: Operation) -> str:
    """An activation as text, its options with it."""
    value = op.config.get("activation")
    options = {k: v for k, v in op.config.items() if k not in ("activation", "call")}
    name = value if isinstance(value, str) else text_of(value)
    return f"{name}({', '.join(f'{k}={v}' for k, v in options.items())})" if options else name


def _config(option: str, got: Any, expected: Any, have: Operation, graph: Graph) -> Finding:
    if option == "axis" and have.written.startswith("Global"):  # which has no such option
        option, (got, expected) = "data_format", (_format(v) for v in (got, expected))
    if option == "data_format":
        got, expected = (v or "channels_last" for v in (got, expected))
    shown = {"got": _value(got), "expected": _value(expected)}
    key = "graph.config" if shown["got"] != shown["expected"] else "graph.config_other"
    return Finding(key, named(have, graph) | {"option": option} | shown, nodes=(have.node,))


def _format(axes: Any) -> Any:
    return {1: "channels_last", 2: "channels_first"}.get(axes[0], axes) if isinstance(axes, list) and axes else axes


def _call(expected: dict, got: dict, have: Operation, graph: Graph) -> list[Finding]:
    """Findings on arguments of the call beside its first tensors."""
    findings = []
    for name in sorted(set(expected) | set(got)):
        a, b = (None if side.get(name) is False else side.get(name) for side in (expected, got))
        if a == b:
            continue
        texts = {"got": _argument(name, b), "expected": _argument(name, a)}
        key = "graph.call_missing" if b is None else "graph.call_surplus" if a is None else "graph.call"
        if have.op == "GetItem" and name == "(key)":
            key, texts = "graph.index", {"got": _index(b), "expected": _index(a)}
        findings.append(Finding(key, named(have, graph) | {"option": name.strip("()")} | texts, nodes=(have.node,)))
    return findings


def _argument(name: str, value: Any) -> str:
    word = name.strip("()")
    return word if value is None or value == "tensor" else f"{word}={_text(value)}"


def _index(key: Any) -> str:
    parts = key if isinstance(key, list) else [key]
    return f"[{', '.join(map(_text, parts))}]"


def _names(op: Operation, got: Graph, pairs: dict[int, int]) -> list[str]:
    """What an expected operation takes, by the learner's names; an ellipsis for what isn't there."""
    return [tensor(got, (pairs[s], k)) if s in pairs else "…" for s, k in op.inputs]


def _formula(op: Operation, names: list[str]) -> str:
    """An operator with what it takes, as it is written: `x - 2.0`."""
    slots = op.config.get("slots")
    if isinstance(slots, list) and slots.count(None) == len(names):
        waiting = iter(names)
        parts = [next(waiting) if slot is None else _text(slot) for slot in slots]
    else:
        parts = names + [_text(c) for c in op.config.get("constants", [])]
    sign = _SIGNS.get(op.op)
    return sign.join(parts) if sign else f"{op.op.lower()}({', '.join(parts)})"


def _value(option: Any) -> Any:
    """An option as it is written: a regularizer's or constraint's class and numbers, not the data it was read as."""
    plain = option is None or isinstance(option, (str, int, float))
    if isinstance(option, list) and all(v is None or isinstance(v, (str, int, float)) for v in option):
        plain = len(str(option)) <= _LONGEST
    return option if plain else _text(option)


def _text(value: Any) -> str:
    """A value as short text."""
    if isinstance(value, list):
        text = f"[{', '.join(map(_text, value))}]"
    elif not isinstance(value, dict):
        text = str(value)
    elif "class" in value:
        text = text_of(value)
    elif "ellipsis" in value:
        text = "..."
    elif "slice" in value:
        first, last, step = ("" if v is None else _text(v) for v in [*value["slice"], None, None, None][:3])
        text = f"{first}:{last}" + (f":{step}" if step else "")
    elif "list" in value:
        text = f"[{', '.join(map(str, value.get('first', [])))}, … {value['list']}]"
    elif "array" in value:
        text = f"array {value['array']}"
    elif "function" in value:
        text = str(value["function"])
    else:
        text = ", ".join(f"{k}={_text(v)}" for k, v in value.items())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
