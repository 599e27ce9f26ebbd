"""Functional graphs that nobody has seen, as small programs: drawn by level and seed, the same on every machine."""

import random
from dataclasses import dataclass, replace

LEVELS = range(1, 7)
"""Chain, branch, sharing, nesting, several inputs and outputs, operators."""
_RELU = ("relu", "relu", "tanh", "sigmoid")


@dataclass(frozen=True)
class Step:
    """One line: `name = code`, in which {0}, {1}, ... are the names of `sources`; `shape` is that of a sample."""

    name: str
    code: str
    sources: tuple[str, ...]
    shape: tuple


@dataclass(frozen=True)
class Program:
    """A function `build()` that makes one functional model.

    Args:
        made: lines that make shared layers and nested models, before anything is called.
        outputs: names of steps, or what the dict of outputs calls them.
    """

    steps: tuple[Step, ...]
    outputs: tuple[str, ...] | dict[str, str]
    made: tuple[str, ...] = ()

    @property
    def inputs(self) -> list[Step]:
        return [step for step in self.steps if not step.sources]

    def source(self) -> str:
        lines = [*self.made, *(f"{s.name} = {s.code.format(*s.sources)}" for s in self.steps)]
        if isinstance(self.outputs, dict):
            ends = "{" + ", ".join(f'"{key}": {name}' for key, name in self.outputs.items()) + "}"
        else:
            ends = _listed(self.outputs)
        lines.append(f"return keras.Model({_listed([s.name for s in self.inputs])}, {ends})")
        return "def build():\n" + "".join(f"    {line}\n" for line in lines)


def draw(level: int, seed: int) -> Program:
    """The program of a level and a seed."""
    pen = _Pen(random.Random(f"graphs {level} {seed}"))
    return (_chain, _branch, _sharing, _nesting, _several, _operators)[level - 1](pen)


class _Pen:
    """Writes steps, and keeps what has been written."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.steps, self.made = rng, [], []

    def input(self, name: str, shape: tuple, dtype: str = "") -> Step:
        kind = f', dtype="{dtype}"' if dtype else ""
        return self._step(name, f'keras.Input(shape={shape!r}, name="{name}"{kind})', (), shape)

    def layer(self, code: str, source: Step, shape: tuple) -> Step:
        return self._step("", f"layers.{code}({{0}})", (source.name,), shape)

    def call(self, what: str, source: Step, shape: tuple) -> Step:
        return self._step("", f"{what}({{0}})", (source.name,), shape)

    def merge(self, kind: str, *sources: Step) -> Step:
        width = sum(s.shape[-1] for s in sources) if kind == "Concatenate" else sources[0].shape[-1]
        names = ", ".join(f"{{{k}}}" for k in range(len(sources)))
        code = f"layers.{kind}()([{names}])"
        return self._step("", code, tuple(s.name for s in sources), (*sources[0].shape[:-1], width))

    def operator(self, code: str, *sources: Step, shape: tuple = ()) -> Step:
        return self._step("", code, tuple(s.name for s in sources), shape or sources[0].shape)

    def dense(self, source: Step, units: int = 0, activation: str | None = None) -> Step:
        units = units or self.some(8, 16, 24, 32)
        named = self.some(*_RELU) if activation is None else activation
        told = f', activation="{named}"' if named else ""
        return self.layer(f"Dense({units}{told})", source, (*source.shape[:-1], units))

    def conv(self, source: Step, filters: int = 0, padding: str = "same") -> Step:
        filters = filters or self.some(8, 16, 32)
        size = self.some(3, 3, 5)
        told = ', padding="same"' if padding == "same" else ""
        lost = 0 if padding == "same" else size - 1
        shape = (source.shape[0] - lost, source.shape[1] - lost, filters)
        return self.layer(f'Conv2D({filters}, {size}{told}, activation="relu")', source, shape)

    def pool(self, source: Step) -> Step:
        high, wide, deep = source.shape
        return self.layer("MaxPooling2D(2)", source, (high // 2, wide // 2, deep))

    def flat(self, source: Step) -> Step:
        if self.rng.random() < 0.6:
            return self.layer("GlobalAveragePooling2D()", source, (source.shape[-1],))
        return self.layer("Flatten()", source, (source.shape[0] * source.shape[1] * source.shape[2],))

    def image(self) -> Step:
        side = self.some(16, 20, 28, 32)
        return self.input(self.some("image", "photo", "digit"), (side, side, self.some(1, 3)))

    def row(self, name: str = "row") -> Step:
        return self.input(name, (self.some(6, 8, 10, 12),))

    def some(self, *choices):
        return self.rng.choice(choices)

    def end(self, *outputs: Step, keys: tuple[str, ...] = ()) -> Program:
        named = dict(zip(keys, (o.name for o in outputs), strict=True)) if keys else tuple(o.name for o in outputs)
        return Program(tuple(self.steps), named, tuple(self.made))

    def _step(self, name: str, code: str, sources: tuple[str, ...], shape: tuple) -> Step:
        step = Step(name or f"x{sum(bool(s.sources) for s in self.steps) + 1}", code, sources, shape)
        self.steps.append(step)
        return step


def _chain(pen: _Pen) -> Program:
    kind = pen.some("image", "row", "text")
    if kind == "image":
        x = pen.image()
        for _again in range(pen.some(1, 2)):
            x = pen.pool(pen.conv(x, padding=pen.some("same", "valid")))
        x = pen.flat(x)
    elif kind == "text":
        words, width = pen.some(500, 1000), pen.some(16, 32)
        x = pen.layer(f"Embedding({words}, {width})", pen.input("words", (None,), "int32"), (None, width))
        x = pen.layer("GlobalAveragePooling1D()", x, (width,))
    else:
        x = pen.dense(pen.row())
    x = pen.dense(x)
    if pen.rng.random() < 0.5:
        x = pen.layer(f"Dropout({pen.some(0.2, 0.5)})", x, x.shape)
    return pen.end(pen.dense(x, pen.some(1, 3, 10), ""))


def _branch(pen: _Pen) -> Program:
    if pen.rng.random() < 0.5:
        x = pen.conv(pen.image())
        kept = x
        for _again in range(pen.some(1, 2)):
            x = pen.conv(x, kept.shape[-1])
        x = pen.merge(pen.some("Add", "Add", "Concatenate"), kept, x)
        return pen.end(pen.dense(pen.flat(x), pen.some(3, 5, 10), ""))
    x = pen.dense(pen.row())
    width = pen.some(8, 16, 24)
    left = pen.dense(x, width)
    right = pen.dense(pen.dense(x), width)
    x = pen.merge(pen.some("Add", "Multiply", "Concatenate", "Subtract"), left, right)
    return pen.end(pen.dense(pen.dense(x), pen.some(1, 3, 10), ""))


def _sharing(pen: _Pen) -> Program:
    width = pen.some(8, 16, 24)
    kind = pen.some("texts", "rows", "twice")
    if kind == "twice":  # one layer at two depths of one path
        pen.made.append(f'shared = layers.Dense({width}, activation="{pen.some(*_RELU)}")')
        x = pen.dense(pen.row(), width)
        first = pen.call("shared", x, (width,))
        x = pen.call("shared", pen.dense(first, width), (width,))
        x = pen.merge(pen.some("Add", "Concatenate"), first, x)
        return pen.end(pen.dense(x, pen.some(1, 3), ""))
    names = pen.some(("left", "right"), ("question", "answer"), ("before", "after"))
    if kind == "texts":
        pen.made.append(f"shared = layers.Embedding({pen.some(500, 1000)}, {width})")
        sides = [pen.call("shared", pen.input(name, (None,), "int32"), (None, width)) for name in names]
        sides = [pen.layer("GlobalAveragePooling1D()", side, (width,)) for side in sides]
    else:
        shape = (pen.some(6, 8, 10),)
        pen.made.append(f'shared = layers.Dense({width}, activation="{pen.some(*_RELU)}")')
        sides = [pen.call("shared", pen.input(name, shape), (width,)) for name in names]
    if pen.rng.random() < 0.5:
        sides[1] = pen.dense(sides[1], width)
    x = pen.merge(pen.some("Subtract", "Multiply", "Concatenate"), *sides)
    return pen.end(pen.dense(x, pen.some(1, 2), ""))


def _nesting(pen: _Pen) -> Program:
    width, size = pen.some(8, 16), pen.some(6, 8, 10)
    middle, named = pen.some(16, 24, 32), pen.some(*_RELU)
    pen.made += [
        f"inner = keras.Input(shape=({size},))",
        f'hidden = layers.Dense({middle}, activation="{named}")(inner)',
        f'encoder = keras.Model(inner, layers.Dense({width})(hidden), name="encoder")',
    ]
    if pen.rng.random() < 0.5:
        sides = [pen.call("encoder", pen.input(name, (size,)), (width,)) for name in ("left", "right")]
        x = pen.merge(pen.some("Subtract", "Multiply", "Concatenate"), *sides)
    else:
        x = pen.input("row", (size,))
        code = pen.call("encoder", x, (width,))
        x = (
            pen.merge("Concatenate", code, x)
            if pen.rng.random() < 0.5
            else pen.merge("Add", code, pen.dense(code, width))
        )
    return pen.end(pen.dense(x, pen.some(1, 3), ""))


def _several(pen: _Pen) -> Program:
    width = pen.some(16, 32)
    text = pen.layer(f"Embedding({pen.some(500, 1000)}, {width})", pen.input("text", (None,), "int32"), (None, width))
    text = pen.layer(pen.some(f"LSTM({width})", "GlobalAveragePooling1D()"), text, (width,))
    parts = [text, pen.row("tags")]
    if pen.rng.random() < 0.5:
        parts.insert(1, pen.flat(pen.pool(pen.conv(pen.input("photo", (16, 16, 3))))))
    joined = pen.merge("Concatenate", *parts)
    x = pen.dense(joined)
    keys = pen.some(("label", "score"), ("department", "priority"), ("kind", "price"))
    return pen.end(pen.dense(x, pen.some(3, 4, 10), ""), pen.dense(pen.some(x, joined), 1, ""), keys=keys)


def _operators(pen: _Pen) -> Program:
    width = pen.some(8, 12, 16)
    row = pen.row()
    a, b = pen.dense(row, width), pen.dense(row, width)
    code = pen.some("{0} + {1}", "{0} - {1}", "{0} * {1}", "ops.maximum({0}, {1})", "({0} + {1}) / 2")
    x = pen.operator(code, a, b)
    half = width // 2
    way = pen.some("scaled", "cut", "mean", "absolute")
    if way == "scaled":
        x = pen.operator(pen.some("{0} * 0.5", "2.0 * {0}", "1.0 - {0}"), x)
    elif way == "cut":
        x = pen.operator(f"{{0}}[:, :{half}]", x, shape=(half,))
    elif way == "mean":
        mean = pen.operator("ops.mean({0}, axis=-1, keepdims=True)", x, shape=(1,))
        x = pen.operator("{0} - {1}", x, mean)
    else:
        x = pen.operator("ops.abs({0})", x)
    x = pen.operator("ops.concatenate([{0}, {1}], axis=-1)", x, a, shape=(x.shape[0] + width,))
    return pen.end(pen.dense(x, pen.some(1, 3), ""))


def rewired(program: Program) -> list[Program]:
    """Programs in which one step takes another tensor of the same shape, and nothing is left unused."""
    found = []
    for k, step in enumerate(program.steps):
        for i, source in enumerate(step.sources):
            shape = _of(program, source).shape
            alike = [s.name for s in program.steps[:k] if s.shape == shape and s.name not in step.sources]
            for other in alike[::-1]:
                found.append(_changed(program, k, sources=(*step.sources[:i], other, *step.sources[i + 1 :])))
    return [other for other in found if _all_used(other)]


def _all_used(program: Program) -> bool:
    outputs = program.outputs.values() if isinstance(program.outputs, dict) else program.outputs
    return {s.name for s in program.steps} <= {source for s in program.steps for source in s.sources} | {*outputs}


def mutants(program: Program) -> list[Program]:
    """Programs that differ in one place and compute something else; one may not build, where shapes don't fit."""
    found = []
    for k, step in enumerate(program.steps):
        before = program.steps[:k]
        for i, source in enumerate(step.sources):
            alike = [s.name for s in before if s.shape == _of(program, source).shape and s.name not in step.sources]
            for other in alike[-1:]:
                found.append(_changed(program, k, sources=(*step.sources[:i], other, *step.sources[i + 1 :])))
        if len(step.sources) > 1 and any(word in step.code for word in ("oncatenate", "Subtract", "} - {")):
            found.append(_changed(program, k, sources=(*step.sources[1:], step.sources[0])))
        for old, new in (
            ('activation="relu"', 'activation="tanh"'),
            ('activation="tanh"', 'activation="relu"'),
            ("Multiply()", "Add()"),
            ("Add()", "Multiply()"),
            ("{0} + {1}", "{0} * {1}"),
            ("* 0.5", "* 0.25"),
            ("Dropout(", "GaussianDropout("),
            ("shared(", "layers.Dense({width}, activation='relu')("),
        ):
            if old in step.code and (old != "shared(" or "Dense" in program.made[0]):
                found.append(
                    _changed(program, k, code=step.code.replace(old, new.replace("{width}", str(step.shape[-1]))))
                )
    return found


def _of(program: Program, name: str) -> Step:
    return next(step for step in program.steps if step.name == name)


def _changed(program: Program, k: int, **changes) -> Program:
    steps = (*program.steps[:k], replace(program.steps[k], **changes), *program.steps[k + 1 :])
    return replace(program, steps=steps)


def _listed(names) -> str:
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"
