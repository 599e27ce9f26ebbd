"""Tensors that don't fit each other: sums, joins and products of what is not alike."""

from autograder.errors.explanation import Explanation, explains, shown
from autograder.errors.families.shapes import innermost, of_call
from autograder.errors.scene import Scene
from helpers.language import mark

_ELEMENTWISE = ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Divide", "TrueDivide", "Merge")


@explains
def merged(scene: Scene) -> Explanation | None:
    """A sum, product or mean of tensors that are not alike."""
    calling = innermost(scene)
    if calling is None or calling.kind not in _ELEMENTWISE or len(calling.shapes) < 2:
        return None
    first = calling.shapes[0]
    other = next((s for s in calling.shapes[1:] if not _broadcast(first, s)), None)
    if other is None:
        return None
    values = {"one": shown(first), "other": shown(other)}
    says = mark("`{layer}` (`{kind}`) computes place by place, and is given {one} and {other}.")
    if len(first) != len(other):
        remedy = mark("One has an axis more: `Flatten`, a pooling, or `Reshape` the one that is larger.")
        return of_call(calling, "shapes.merge", (says, remedy), values)
    axes = [
        k
        for k, (a, b) in enumerate(zip(first, other, strict=True))
        if a != b and 1 not in (a, b) and None not in (a, b)
    ]
    if axes == [len(first) - 1]:
        because = mark("They differ in the last axis, {a} and {b}: in units, filters or features.")
        remedy = mark(
            "Give both branches as many; on a skip connection a `Dense` or a `Conv2D` of 1 × 1 does it. To join them side by side use `Concatenate`."
        )
    else:
        because = mark("They differ in height and width: one branch shrinks on its way.")
        remedy = mark('`padding="same"` and the same strides in both branches, or a pooling on the larger one.')
    if not axes:
        return None
    return of_call(
        calling, "shapes.merge", (says, because, remedy), values | {"a": first[axes[-1]], "b": other[axes[-1]]}
    )


def _broadcast(one: tuple, other: tuple) -> bool:
    return all(a == b or 1 in (a, b) or None in (a, b) for a, b in zip(one[::-1], other[::-1], strict=False))


@explains
def joined(scene: Scene) -> Explanation | None:
    """A `Concatenate` of tensors that differ along another axis, too."""
    calling = innermost(scene)
    if calling is None or calling.kind not in ("Concatenate", "Stack") or len(calling.shapes) < 2:
        return None
    shapes = calling.shapes
    axis = getattr(calling.thing, "axis", -1)
    values = {"shapes": ", ".join(shown(s) for s in shapes), "axis": axis}
    says = mark("`{layer}` joins {shapes} along axis {axis}.")
    if len({len(s) for s in shapes}) > 1:
        remedy = mark(
            "All must have as many axes: `Flatten` or pool the one that has more, or add an axis with `Reshape`."
        )
        return of_call(calling, "shapes.join", (says, remedy), values)
    rank = len(shapes[0])
    differ = [k for k in range(rank) if len({s[k] for s in shapes if s[k] is not None}) > 1]
    wrong = [k for k in differ if calling.kind == "Stack" or k != axis % rank]
    if not wrong:
        return None
    because = mark("All other axes must be alike, and they differ along axis {differ}.")
    values["differ"] = ", ".join(str(k) for k in differ if k in wrong)
    remedy = mark(
        'Bring them to one size before: crop, pad, pool or `UpSampling2D`, or `padding="same"` in both branches.'
    )
    if differ == wrong and len(differ) == 1 and differ != [0]:
        values["right"] = differ[0]
        remedy = mark("`axis={right}` would join them as they are.")
    return of_call(calling, "shapes.join", (says, because, remedy), values)


@explains
def multiplied(scene: Scene) -> Explanation | None:
    calling = innermost(scene)
    if calling is None or calling.kind not in ("Matmul", "Dot", "MatMul") or len(calling.shapes) < 2:
        return None
    one, other = calling.shapes[:2]
    values = {"one": shown(one), "other": shown(other)}
    says = mark("`{layer}` multiplies {one} by {other}.")
    if calling.kind == "Dot":
        axes = getattr(calling.thing, "axes", -1)
        axes = axes if isinstance(axes, (list, tuple)) else (axes, axes)
        values |= {"a": one[axes[0]], "b": other[axes[1]], "axes": str(tuple(axes))}
        because = mark("It sums over the axes {axes}, of {a} and {b}: they must be equal.")
        return of_call(
            calling,
            "shapes.product",
            (says, because, mark("Choose other axes, or bring both to one width with `Dense`.")),
            values,
        )
    values |= {"a": one[-1], "b": other[-2] if len(other) > 1 else other[-1]}
    because = mark(
        "It sums over the last axis of the first and the last but one of the second, {a} and {b}: they must be equal."
    )
    return of_call(
        calling,
        "shapes.product",
        (says, because, mark("Transpose one of them, `keras.ops.transpose`, or swap the two.")),
        values,
    )
