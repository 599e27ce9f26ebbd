"""Graphs that don't hang together, and things given as tensors that are none: layers never called, numbers, nothing."""

import inspect
from typing import Any

from autograder.errors.explanation import Explanation, explains, shown
from autograder.errors.scene import Calling, Scene, shape_of
from helpers import graph
from helpers.language import mark


def _ends(scene: Scene) -> tuple[Any, Any] | None:
    """What `keras.Model(inputs, outputs)` was given."""
    for level in scene.levels:
        names = level.frame.f_locals
        if level.of_keras and level.function == "__init__" and {"inputs", "outputs"} <= set(names):
            return names["inputs"], names["outputs"]
    return None


@explains
def ends_of_a_model(scene: Scene) -> Explanation | None:
    """Inputs and outputs of `keras.Model` that are no tensors of a graph."""
    import keras

    ends = _ends(scene)
    if ends is None:
        return None
    for side, given in zip(("inputs", "outputs"), ends, strict=True):
        for thing in _flat(given):
            if not isinstance(thing, keras.KerasTensor):
                says = mark("Among the `{side}` of `keras.Model` is {what}.")
                because = mark(
                    "A model is built between symbolic tensors: what `keras.Input` returns, and what calls return."
                )
                name = scene.known_as(thing) or str(getattr(thing, "name", "")) or side
                values = {"side": side, "what": _what(thing, name)}
                return Explanation(
                    "wiring.no-tensor", (says, because, _mend(thing)), values | {"name": name}, (name, side), (thing,)
                )
    return None


@explains
def disconnected(scene: Scene) -> Explanation | None:
    """Outputs that hang on an input that the model wasn't given."""
    import keras

    ends = _ends(scene)
    if ends is None:
        return None
    inputs, outputs = _flat(ends[0]), _flat(ends[1])
    if not all(isinstance(t, keras.KerasTensor) for t in (*inputs, *outputs)):
        return None
    try:
        read = graph.read((inputs, outputs))
        _inputs, tensors, _made = graph.tensors((inputs, outputs))
    except Exception:  # a graph that is broken in a way of its own
        return None
    known = {id(t) for t in inputs}
    loose = [
        (n, t[0]) for n, t in zip(read["nodes"], tensors, strict=True) if n["kind"] == "input" and id(t[0]) not in known
    ]
    if not loose:
        return None
    used = {source for node in read["nodes"] for source, _k in node["inputs"]} | {
        i for i, _k in read["outputs"]["flat"]
    }
    idle = [t for t, (i, _k) in zip(inputs, read["inputs"]["flat"], strict=True) if i not in used]
    node, tensor = loose[0]
    name = scene.known_as(tensor) or node["name"]
    takers = [n["name"] for n in read["nodes"] if [node["id"], 0] in n["inputs"]]
    values = {
        "input": name, "layer": node["name"], "shape": shown(node["shapes"][0]), "taker": (takers or ["?"])[0],
        "others": ", ".join(f"`{scene.known_as(t) or t.name}`" for t in inputs), "read": read,
    }  # fmt: skip
    says = mark("The outputs need `{input}`, an input of shape {shape}, and the model's `inputs` are {others}.")
    because = mark(
        "The way back from the outputs leads through `{taker}` to `{input}`, and there it ends: nobody would give it data."
    )
    remedy = mark("Add it: `inputs=[..., {input}]`.")
    places = [name, node["name"]]
    if idle:
        other = scene.known_as(idle[0]) or str(idle[0].name)
        values["idle"] = other
        remedy = mark("`{idle}` in turn leads nowhere: build on `{idle}`, or give `{input}` in its place.")
        places.append(other)
    return Explanation(
        "wiring.disconnected", (says, because, remedy), values, tuple(places), read=read | {"wrong": node["id"]}
    )


@explains
def argument_is_no_tensor(scene: Scene) -> Explanation | None:
    """A layer, a class, a model or nothing where a layer expects a tensor."""
    import keras

    calling = next((c for c in reversed(scene.callings) if c.arguments or c.named), None)
    if calling is None:
        return None
    for thing in _flat(list(calling.arguments)):
        odd = isinstance(thing, (keras.Operation, keras.Variable)) or inspect.isclass(thing) or inspect.isroutine(thing)
        empty = thing is None and len(calling.arguments) == 1 and calling is scene.callings[-1]
        if odd or empty or (isinstance(thing, str) and _wants_tensor(calling)):
            name = scene.known_as(thing) if thing is not None else "None"
            name = name or str(getattr(thing, "name", getattr(thing, "__name__", "")) or type(thing).__name__)
            says = mark("`{layer}` is called on {what}.")
            because = mark("A layer is called on a tensor: what `keras.Input` returns, or what a call returns.")
            values = {"layer": calling.name, "what": _what(thing, name), "name": name}
            return Explanation(
                "wiring.no-tensor",
                (says, because, _mend(thing)),
                values,
                (name, calling.name, str(getattr(thing, "name", ""))),
                (thing,),
            )
    return None


def _wants_tensor(calling: Calling) -> bool:
    return type(calling.thing).__name__ not in ("TextVectorization", "StringLookup", "Hashing", "Lambda")


def _flat(thing: Any) -> list:
    if isinstance(thing, (list, tuple)):
        return [x for part in thing for x in _flat(part)]
    if isinstance(thing, dict):
        return [x for part in thing.values() for x in _flat(part)]
    return [thing]


def _what(thing: Any, name: str) -> str:
    """What a thing is, in a few words."""
    import keras

    from helpers.language import translate as _

    if isinstance(thing, keras.Model):
        return _("the model `{name}` itself", name=name)
    if isinstance(thing, keras.Layer):
        return _("the layer `{name}` itself, which was not called there", name=name)
    if inspect.isclass(thing):
        return _("the class `{name}`", name=thing.__name__)
    if inspect.isroutine(thing):
        return _("the function `{name}`", name=getattr(thing, "__name__", name))
    if thing is None:
        return _("`None`")
    if hasattr(thing, "shape") and hasattr(thing, "dtype"):
        return _("an array of shape {shape}: numbers", shape=shown(shape_of(thing)))
    return _("`{value}`, of type `{type}`", value=repr(thing)[:40], type=type(thing).__name__)


def _mend(thing: Any) -> str:
    """What to do with a thing that is no tensor."""
    import keras

    if isinstance(thing, keras.Model):
        return mark("Call the model on a tensor, `{name}(x)`, or use its tensors `{name}.inputs` and `{name}.outputs`.")
    if isinstance(thing, keras.Layer):
        return mark("Call the layer on the tensor before it, `{name}(x)`, and use what it returns.")
    if inspect.isclass(thing):
        return mark("Make a layer of the class first, `{name}(...)`, then call it on a tensor.")
    if inspect.isroutine(thing):
        return mark("Call the function and use what it returns.")
    if thing is None:
        return mark("A function without `return` gives `None`, and so does `Sequential.add`: let it return the tensor.")
    if hasattr(thing, "shape"):
        return mark("Begin with `keras.Input(shape=...)`, and give the numbers to `fit` or `predict`.")
    return mark("Use a tensor in its place.")
