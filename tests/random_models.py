"""Random functional models as small programs, their equal spellings and their mutations, for property tests.

A program is a list of steps over vectors; step k makes tensor k. Building the same program in two styles gives two
models that are written differently and compute the same; a mutation changes one step.
"""

from dataclasses import dataclass, replace

import keras
import numpy as np
from hypothesis import strategies as st
from keras import layers, ops

WIDTHS = (2, 3)
ACTIVATIONS = ("linear", "relu", "tanh", "sigmoid")
MERGES = ("add", "multiply", "concatenate", "average", "subtract")


@dataclass(frozen=True)
class Step:
    """One step: `kind` "input", "dense", "again" (a call of the Dense of step `layer`), "dropout" or a merge."""

    kind: str
    sources: tuple[int, ...] = ()
    width: int = 2
    activation: str = "linear"
    layer: int = -1
    frozen: bool = False
    rate: float = 0.5


Program = tuple[Step, ...]


@st.composite
def programs(draw, most: int = 9) -> Program:
    """Programs of one to three inputs and up to `most` further steps."""
    steps = [Step("input", width=draw(st.sampled_from(WIDTHS))) for _ in range(draw(st.integers(1, 3)))]
    for _ in range(draw(st.integers(2, most))):
        steps.append(_step(draw, steps))
    return tuple(steps)


def _step(draw, steps: list[Step]) -> Step:
    source = draw(st.integers(0, len(steps) - 1))
    width = steps[source].width
    alike = [k for k, s in enumerate(steps) if s.width == width and k != source]
    known = [k for k, s in enumerate(steps) if s.kind == "dense" and steps[s.sources[0]].width == width]
    kinds = ["dense", "dense", "dropout"] + ["again"] * 2 * bool(known) + list(MERGES) * bool(alike)
    kind = draw(st.sampled_from(kinds))
    if kind == "dense":
        return Step(kind, (source,), draw(st.sampled_from(WIDTHS)), draw(st.sampled_from(ACTIVATIONS)))
    if kind == "again":
        layer = draw(st.sampled_from(known))
        return Step(kind, (source,), steps[layer].width, layer=layer)
    if kind == "dropout":
        return Step(kind, (source,), width, rate=draw(st.sampled_from((0.2, 0.5))))
    other = draw(st.sampled_from(alike))
    return Step(kind, (source, other), width * 2 if kind == "concatenate" else width)


def outputs(program: Program) -> list[int]:
    """The steps that no other takes."""
    used = {s for step in program for s in step.sources}
    return [k for k in range(len(program)) if k not in used and program[k].kind != "input"] or [len(program) - 1]


def build(program: Program, ends: list[int], style: int = 0, names: bool = False) -> tuple[keras.Model, dict]:
    """The model of a program and its Dense layers by step.

    Args:
        ends: steps whose tensors are the outputs.
        style: 0 is plain; other numbers draw the spelling of each step and the order in which steps are written.
        names: layers are called "s0", "s1", ... after their steps.
    """
    draw = np.random.default_rng(style)
    made: dict[int, object] = {}
    dense: dict[int, layers.Dense] = {}
    unfused: dict[int, str] = {}  # activations written as layers of their own, by step
    waiting = list(range(len(program)))
    while waiting:
        ready = [
            k for k in waiting if all(s in made for s in program[k].sources) and (program[k].layer in (-1, *dense))
        ]
        k = ready[int(draw.integers(len(ready)))] if style else ready[0]
        waiting.remove(k)
        made[k] = _make(program[k], k, made, dense, unfused, draw if style else None, f"s{k}" if names else None)
    inputs = [made[k] for k, step in enumerate(program) if step.kind == "input"]
    return keras.Model(inputs, [made[k] for k in ends]), dense


def _make(step: Step, k: int, made: dict, dense: dict, unfused: dict, draw, name: str | None):
    way = int(draw.integers(3)) if draw is not None else 0
    given = [made[s] for s in step.sources]
    if step.kind == "input":
        return (
            keras.Input((step.width,), name=name) if not way else keras.Input(batch_shape=(None, step.width), name=name)
        )
    if step.kind in ("dense", "again"):
        return _dense(step, k, given[0], dense, unfused, way, name)
    if step.kind == "dropout":
        return layers.Dropout(step.rate, name=name)(given[0])
    a, b = given
    if step.kind == "subtract":
        return (layers.Subtract(name=name)([a, b]), a - b, ops.subtract(a, b))[way]
    if step.kind == "concatenate":
        return (
            layers.Concatenate(name=name)([a, b]),
            ops.concatenate([a, b], axis=-1),
            layers.concatenate([a, b], axis=1),
        )[way]
    if way:
        a, b = b, a
    if step.kind == "add":
        return (layers.Add(name=name)([a, b]), a + b, ops.add(a, b))[way]
    if step.kind == "multiply":
        return (layers.Multiply(name=name)([a, b]), a * b, ops.multiply(a, b))[way]
    return (layers.Average(name=name)([a, b]), (a + b) / 2, ops.mean(ops.stack([a, b]), axis=0))[way]


def _dense(step: Step, k: int, x, dense: dict, unfused: dict, way: int, name: str | None):
    if step.kind == "again":
        y = dense[step.layer](x)
        return y if unfused.get(step.layer) is None else layers.Activation(unfused[step.layer])(y)
    fused = not way or step.activation == "linear" or way == 2
    dense[k] = layers.Dense(step.width, activation=step.activation if fused else None, name=name)
    dense[k].trainable = not step.frozen
    if way == 2 and name is None:
        inner = keras.Input((x.shape[-1],))
        return keras.Model(inner, dense[k](inner))(x)
    y = dense[k](x)
    if fused:
        return y
    unfused[k] = step.activation
    return layers.Activation(step.activation)(y)


def shared(program: Program) -> set[int]:
    """Steps of Dense layers that are called again."""
    return {s.layer for s in program if s.kind == "again"}


@st.composite
def mutations(draw, program: Program) -> tuple[str, int, Program]:
    """A kind of mutation, the step that it changes, and the changed program."""
    choices = []
    for k, step in enumerate(program):
        if step.kind == "input":
            continue
        alike = [s for s in range(k) if program[s].width == program[step.sources[0]].width and s not in step.sources]
        if alike:
            choices.append(("edge", k))
        if step.kind == "dense" and k not in shared(program):
            choices += [("activation", k), ("freeze", k)]
        if step.kind == "dropout":
            choices.append(("config", k))
        if step.kind in ("add", "multiply", "average"):
            choices.append(("kind", k))
        if step.kind in ("subtract", "concatenate"):
            choices.append(("order", k))
        if step.kind == "again":
            choices.append(("unshare", k))
        if step.width == program[step.sources[0]].width and step.kind not in ("again",) and k not in shared(program):
            choices.append(("drop", k))
    kind, k = draw(st.sampled_from(choices))
    step = program[k]
    if kind == "edge":
        alike = [s for s in range(k) if program[s].width == program[step.sources[0]].width and s not in step.sources]
        changed = replace(step, sources=(draw(st.sampled_from(alike)), *step.sources[1:]))
    elif kind == "activation":
        changed = replace(step, activation=draw(st.sampled_from([a for a in ACTIVATIONS if a != step.activation])))
    elif kind == "freeze":
        changed = replace(step, frozen=True)
    elif kind == "config":
        changed = replace(step, rate=0.7 - step.rate)
    elif kind == "kind":
        changed = replace(
            step, kind=draw(st.sampled_from([m for m in ("add", "multiply", "average") if m != step.kind]))
        )
    elif kind == "order":
        changed = replace(step, sources=step.sources[::-1])
    elif kind == "unshare":
        first = program[step.layer]
        changed = Step("dense", step.sources, step.width, first.activation, frozen=first.frozen)
    else:  # what took this step's tensor takes its first source instead
        source = step.sources[0]
        rest = tuple(replace(s, sources=tuple(source if x == k else x for x in s.sources)) for s in program)
        return kind, k, rest
    return kind, k, (*program[:k], changed, *program[k + 1 :])


def compute(model: keras.Model, dense: dict, seed: int = 0) -> list[np.ndarray]:
    """Outputs for weights drawn by step, on drawn inputs."""
    for k, layer in dense.items():
        draw = np.random.default_rng([seed, k])
        layer.set_weights([draw.normal(size=w.shape) for w in layer.get_weights()])
    draw = np.random.default_rng([seed, 1000])
    found = model([draw.normal(size=(5, x.shape[-1])).astype("float32") for x in model.inputs])
    return [np.asarray(t) for t in keras.tree.flatten(found)]
