"""What learns and what doesn't: frozen layers, and a compile that is older than they are."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.doubts.calls import Call
from autograder.doubts.doubt import At, at, rule
from autograder.doubts.sources import KERAS_TRANSFER, TAXONOMY
from autograder.doubts.subject import Subject
from helpers import compiled
from helpers.language import mark


def _variables(thing: Any) -> list:
    return list(getattr(thing, "weights", ()) or ())


def _frozen(call: Call) -> bool:
    """Whether a layer that has weights to learn was told not to."""
    return bool(getattr(call.thing, "trainable", True) is False and _variables(call.thing))


def _fresh(thing: Any) -> bool:
    """Whether a layer's weights are as they were made: its biases all zero, or its statistics 0 and 1."""
    config = thing.get_config()
    bias = getattr(thing, "bias", None)
    if bias is not None:
        zeros = (config.get("bias_initializer") or {}).get("class_name") == "Zeros"
        return zeros and not np.asarray(bias).any()
    mean, variance = getattr(thing, "moving_mean", None), getattr(thing, "moving_variance", None)
    if mean is not None and variance is not None:
        return not np.asarray(mean).any() and bool((np.asarray(variance) == 1).all())
    return False


@rule(
    "freeze.everything",
    says=mark("Nothing in this model learns: all of its weights are frozen."),
    because=mark("`fit` runs and changes nothing."),
    remedy=mark("Set `trainable = True` for what should learn, and compile again."),
    sources=(KERAS_TRANSFER, TAXONOMY),
    needs=("graph", "compile"),
)
def everything(model: Subject) -> Iterator[At]:
    holders = [call for call, thing in model.things if _variables(thing)]
    if model.training and holders and not model.model.trainable_variables:
        yield at(*[c for c in holders if _frozen(c)][:1])


@rule(
    "freeze.head",
    says=mark("`{layer}` is frozen, and layers before it learn."),
    because=mark("The last layer is made for this task: as it began, it gives random answers, and all others must learn round it."),
    remedy=mark("Set `{layer}.trainable = True` and compile again; freeze what was trained before, at the beginning."),
    sources=(KERAS_TRANSFER,),
    needs=("graph", "compile"),
)  # fmt: skip
def head(model: Subject) -> Iterator[At]:
    if not model.training:
        return
    learns = {id(call) for call, thing in model.things if any(v.trainable for v in _variables(thing))}
    for end in model.heads:
        here = end.base
        while not _variables(here.thing) and len(here.inputs) == 1:
            here = here.inputs[0]
        if _frozen(here) and not here.path and learns and _fresh(here.thing):
            yield at(here)


@rule(
    "freeze.untrained",
    says=mark("`{layer}` is frozen with the weights that it was made with."),
    because=mark("Its biases or statistics are as they began: it was never trained, and now never will be."),
    remedy=mark('Load its weights before freezing it (`weights="imagenet"`, `load_weights`), or let it learn.'),
    sources=(KERAS_TRANSFER, TAXONOMY),
)
def untrained(model: Subject) -> Iterator[At]:
    learning = bool(model.model.trainable_variables)
    found = [call for call, thing in model.things if _frozen(call) and _fresh(thing)]
    whole = [call for call, thing in model.things if _frozen(call) and getattr(thing, "bias", None) is not None]
    heads = {id(end.base) for end in model.heads}
    if learning and found and len(found) >= len(whole):  # all that is frozen is fresh: nothing was loaded
        places = [c for c in found if id(c) not in heads]
        if places:
            yield at(*places[-1:])


@rule(
    "freeze.stale-compile",
    says=mark("The optimizer was made for {then} variables that learn; now there are {now}."),
    because=mark("What learns is fixed when training begins: a change of `trainable` since then has no effect, or makes `fit` raise."),
    remedy=mark("Call `compile` again after changing `trainable`."),
    sources=(KERAS_TRANSFER,),
    needs=("graph", "compile"),
)  # fmt: skip
def stale_compile(model: Subject) -> Iterator[At]:
    if not model.training or model.training.optimizer is None:
        return
    then = {id(v) for v in compiled.trained_by(model.training.optimizer)}
    now = {id(v) for v in model.model.trainable_variables}
    if then and then != now:
        changed = [call for call, thing in model.things if {id(v) for v in _variables(thing)} & (then ^ now)]
        yield at(*changed[:1], then=len(then), now=len(now))


@rule(
    "freeze.trunk-learns",
    says=mark("The trained model `{layer}` learns from the first step on, beside a new head, at a learning rate of {rate}."),
    because=mark("The head's first gradients are large and random: they wash out what the trunk has learned before."),
    remedy=mark("Set `trainable = False` for the trunk, train the head, then unfreeze it with a learning rate near 1e-5."),
    sources=(KERAS_TRANSFER,),
    needs=("graph", "compile"),
)  # fmt: skip
def trunk_learns(model: Subject) -> Iterator[At]:
    told = model.training
    if not told or told.learning_rate is None or told.learning_rate < 5e-4 or compiled.trained_by(told.optimizer):
        return
    for entry in model.read["nodes"] if model.read else ():
        if entry["kind"] != "model" or entry["params"] < 100_000:
            continue
        inside = [(c, t) for c, t in model.things if c.path[:1] == (entry["name"],) and c.op == "BatchNormalization"]
        if inside and not any(_frozen(c) or _fresh(t) for c, t in inside):
            yield at(inside[0][0], layer=entry["name"], rate=f"{told.learning_rate:g}")
