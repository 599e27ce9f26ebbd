"""Random nets of any size as data, in the manner of `helpers.graph.read`, and single edits of them; no Keras is needed.

A net is a list of calls; its style is that of public ones: a plain chain, residual blocks, a U with skips, cells of
branches. An edit is one thing that a person does to one of its calls.
"""

import random
from dataclasses import dataclass, replace

SHAPE = [None, 8, 8, 16]


@dataclass(frozen=True)
class Call:
    """A call: what it is, its options, which calls it takes, its layer's number and name, whether it is trained."""

    op: str
    options: tuple[tuple, ...] = ()
    sources: tuple[int, ...] = ()
    name: str = ""
    trained: bool = True

    def option(self, key: str):
        return dict(self.options)[key]

    def having(self, **options) -> "Call":
        return replace(self, options=tuple((dict(self.options) | options).items()))


Net = list[Call]
_WEIGHTED = {"Conv2D": 2, "BatchNormalization": 4, "DepthwiseConv2D": 2}


def net(seed: int, layers: int) -> Net:
    """A net of about so many layers, of a style that the seed chooses."""
    draw = random.Random(seed)
    calls: Net = [Call("InputLayer", name="image")]
    style = draw.choice((_chain, _residual, _u, _cells))
    style(calls, draw, layers)
    calls.append(Call("GlobalAveragePooling2D", (), (len(calls) - 1,)))
    calls.append(Call("Dense", (("units", 10), ("activation", "softmax"), ("use_bias", True)), (len(calls) - 1,)))
    return _named(calls)


def _add(calls: Net, op: str, *sources: int, **options) -> int:
    calls.append(Call(op, tuple(options.items()), sources or (len(calls) - 1,)))
    return len(calls) - 1


def _conv(calls: Net, draw: random.Random, filters: int, source: int | None = None, **more) -> int:
    options = {"filters": filters, "kernel_size": [3, 3], "strides": [1, 1], "padding": "same", "activation": "linear"}
    return _add(calls, "Conv2D", len(calls) - 1 if source is None else source, **(options | {"use_bias": True} | more))


def _chain(calls: Net, draw: random.Random, layers: int) -> None:
    while len(calls) < layers:
        filters = 16 * draw.randint(1, 4)
        for _k in range(draw.randint(1, 4)):
            _conv(calls, draw, filters, activation="relu")
        _add(calls, draw.choice(("MaxPooling2D", "AveragePooling2D")), pool_size=[2, 2], padding="same")
        if draw.random() < 0.3:
            _add(calls, "Dropout", rate=draw.choice((0.1, 0.2, 0.5)))


def _residual(calls: Net, draw: random.Random, layers: int) -> None:
    _conv(calls, draw, 16)
    stage = 0
    while len(calls) < layers:
        filters = 16 * 2 ** min(stage, 5)
        for _k in range(draw.randint(2, 8)):
            start = len(calls) - 1
            for n in range(2):
                _conv(calls, draw, filters, use_bias=False)
                _add(calls, "BatchNormalization", momentum=0.99, epsilon=0.001)
                if not n:
                    _add(calls, "Activation", activation="relu")
            _add(calls, "Activation", _add(calls, "Add", len(calls) - 1, start), activation="relu")
        stage += 1


def _u(calls: Net, draw: random.Random, layers: int) -> None:
    depth = draw.randint(2, 4)
    while len(calls) < layers:
        skips = []
        for k in range(depth):
            _conv(calls, draw, 16 * 2**k, activation="relu")
            skips.append(_conv(calls, draw, 16 * 2**k, activation="relu"))
            _add(calls, "MaxPooling2D", pool_size=[2, 2], padding="same")
        for k in reversed(range(depth)):
            _add(calls, "UpSampling2D", size=[2, 2])
            _add(calls, "Concatenate", skips[k], len(calls) - 1, axis=-1)
            _conv(calls, draw, 16 * 2**k, activation="relu")
            _conv(calls, draw, 16 * 2**k, activation="relu")


def _cells(calls: Net, draw: random.Random, layers: int) -> None:
    while len(calls) < layers:
        kinds = [draw.randint(1, 3) for _branch in range(draw.randint(2, 4))]
        for _k in range(draw.randint(1, 4)):
            start, ends = len(calls) - 1, []
            for place, length in enumerate(kinds):
                at = start
                for n in range(length):
                    at = _conv(calls, draw, 8 * (place + 1), at, kernel_size=[2 * n + 1] * 2, activation="relu")
                ends.append(at)
            _add(calls, "Concatenate", *ends, axis=-1)
            _add(calls, "BatchNormalization", momentum=0.99, epsilon=0.001)


def _named(calls: Net) -> Net:
    """The calls with names as Keras makes them, counting each kind."""
    counts: dict[str, int] = {}
    found = []
    for call in calls:
        n = counts.get(call.op, -1) + 1
        counts[call.op] = n
        found.append(call if call.name else replace(call, name=f"{call.op.lower()}_{n}" if n else call.op.lower()))
    return found


def nameless(calls: Net) -> Net:
    """The net with names that Keras would count in it, whatever they were."""
    return _named([call if call.op == "InputLayer" else replace(call, name="") for call in calls])


def read(calls: Net) -> dict:
    """What `helpers.graph.read` would return of a net: what leads to its last call."""
    needed = {len(calls) - 1, 0}
    for k in reversed(range(len(calls))):
        if k in needed:
            needed.update(calls[k].sources)
    at = {old: new for new, old in enumerate(sorted(needed))}
    nodes = [_node(calls[k], at[k], [[at[s], 0] for s in calls[k].sources]) for k in sorted(needed)]
    ends = {"tree": {"tensor": [0, 0]}, "flat": [[0, 0]], "names": ["image"]}
    last = [len(nodes) - 1, 0]
    outputs = {"tree": {"tensor": last}, "flat": [last], "names": []}
    return {"version": 1, "name": "net", "nodes": nodes, "inputs": ends, "outputs": outputs, "params": 0}


def _node(call: Call, n: int, inputs: list) -> dict:
    config = dict(call.options)
    count = 0 if call.op == "InputLayer" else _WEIGHTED.get(call.op, 2 if call.op == "Dense" else 0)
    if config.get("use_bias") is False:
        count -= 1
    weights = [
        {"id": 10 * n + k, "path": f"{call.name}/{k}", "shape": [4], "dtype": "float32", "trainable": call.trained}
        for k in range(count)
    ]
    tensors = [{"tensor": t} for t in inputs]
    return {
        "id": n,
        "kind": "input" if call.op == "InputLayer" else "layer",
        "op": call.op,
        "module": "keras",
        "name": call.name,
        "layer": n,
        "call": 0,
        "config": config,
        "args": {"inputs": tensors[0] if len(tensors) == 1 else tensors} if tensors else {},
        "inputs": inputs,
        "shapes": [SHAPE],
        "dtypes": ["float32"],
        "weights": weights,
        "params": 4 * count,
        "graph": None,
    }


EDITS = ("option", "activation", "insert", "remove", "replace", "edge", "freeze", "swap")


def edited(calls: Net, kind: str, draw: random.Random) -> tuple[Net, set[str]] | None:
    """The net with one edit of this kind, and the names by which it may be told; None where none is possible."""
    inner = range(1, len(calls) - 2)
    new = list(calls)
    users: dict[int, list[int]] = {k: [] for k in range(len(calls))}
    for k, call in enumerate(calls):
        for s in call.sources:
            users[s].append(k)
    single = [k for k in inner if len(calls[k].sources) == 1]
    if kind == "option":
        k = draw.choice([k for k in inner if calls[k].op in ("Conv2D", "MaxPooling2D", "Dropout")])
        change = {
            "Conv2D": draw.choice(({"filters": 7}, {"kernel_size": [5, 4]}, {"strides": [2, 2]}, {"padding": "valid"})),
            "MaxPooling2D": {"pool_size": [3, 3]},
            "Dropout": {"rate": 0.35},
        }
        new[k] = calls[k].having(**change[calls[k].op])
    elif kind == "activation":
        of = [k for k in inner if dict(calls[k].options).get("activation") not in (None, "linear")]
        if not of:
            return None
        k = draw.choice(of)
        new[k] = calls[k].having(activation="gelu")
    elif kind == "freeze":
        k = draw.choice([k for k in inner if calls[k].op in _WEIGHTED])
        new[k] = replace(calls[k], trained=False)
    elif kind == "replace":
        of = [k for k in inner if calls[k].op in ("MaxPooling2D", "AveragePooling2D", "Add", "Conv2D")]
        k = draw.choice(of)
        other = {
            "MaxPooling2D": "AveragePooling2D",
            "AveragePooling2D": "MaxPooling2D",
            "Add": "Multiply",
            "Conv2D": "SeparableConv2D",
        }
        new[k] = replace(calls[k], op=other[calls[k].op])
    elif kind == "edge":
        of = [k for k in inner if calls[k].op in ("Add", "Concatenate")]
        if not of:
            return None
        k = draw.choice(of)
        wrong = [s for s in range(1, k) if s not in calls[k].sources]
        place = draw.randrange(len(calls[k].sources))
        new[k] = replace(
            calls[k], sources=(*calls[k].sources[:place], draw.choice(wrong), *calls[k].sources[place + 1 :])
        )
        if len(read(new)["nodes"]) < len(calls):
            return None  # what is no longer used goes with it: more than one thing to say
    elif kind == "insert":
        k = draw.choice(single)
        more = draw.choice((Call("Dropout", (("rate", 0.4),)), Call("LayerNormalization"), Call("SpatialDropout2D")))
        return _inserted(calls, k, replace(more, sources=calls[k].sources, name="added")), {"added"}
    elif kind == "remove":
        k = draw.choice(single)
        if calls[k].op == "Activation" and calls[calls[k].sources[0]].op == "Conv2D":
            return None
        return _removed(calls, k), {calls[n].name for n in _run(calls, k)}
    elif kind == "swap":
        of = [k for k in single if len(users[k]) == 1 and users[k][0] == k + 1 and len(calls[k + 1].sources) == 1]
        of = [k for k in of if k + 1 in inner and calls[k].op != calls[k + 1].op and users[k + 1]]
        if not of:
            return None
        k = draw.choice(of)
        new[k] = replace(calls[k + 1], sources=calls[k].sources)
        new[k + 1] = replace(calls[k], sources=(k,))
        return new, {calls[k].name, calls[k + 1].name}
    return new, {calls[k].name}


def _run(calls: Net, k: int) -> set[int]:
    """A call and those of its kind in a row with it: which of them is gone can't be told."""

    def alike(n: int) -> bool:
        return 0 <= n < len(calls) and (calls[n].op, calls[n].options) == (calls[k].op, calls[k].options)

    found = {k}
    for way in (-1, 1):
        n = k + way
        while alike(n):
            found.add(n)
            n += way
    return found


def _inserted(calls: Net, k: int, more: Call) -> Net:
    """Before call k."""

    def at(s: int) -> int:
        return s if s < k else s + 1

    after = [replace(c, sources=tuple(map(at, c.sources))) for c in calls[k:]]
    after[0] = replace(after[0], sources=(k,))
    return [*calls[:k], more, *after]


def _removed(calls: Net, k: int) -> Net:
    def at(s: int) -> int:
        s = calls[k].sources[0] if s == k else s
        return s if s < k else s - 1

    return [replace(c, sources=tuple(map(at, c.sources))) for n, c in enumerate(calls) if n != k]
