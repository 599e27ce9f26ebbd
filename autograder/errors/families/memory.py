"""Not enough memory: the layer that asked for it, and how much."""

import math
from typing import Any

from autograder.errors.explanation import Explanation, explains, shown
from autograder.errors.scene import Scene
from helpers.language import mark


@explains
def exhausted(scene: Scene) -> Explanation | None:
    names = {type(e).__name__ for e in scene.causes}
    if not names & {"MemoryError", "ResourceExhaustedError", "OutOfMemoryError", "_ArrayMemoryError"} and not _enormous(
        scene
    ):
        return None
    layer = scene.layer or scene.calling
    if layer is None:
        return None
    asked = _asked(scene)
    says = mark("`{layer}` (`{kind}`) asked for more memory than there is.")
    values: dict[str, Any] = {"layer": layer.name, "kind": layer.kind}
    sentences = [says]
    if asked:
        values |= {"shape": shown(asked), "size": f"{math.prod(asked) * 4 / 2**30:,.1f}"}
        sentences.append(mark("A weight of shape {shape} takes {size} GB, and training takes about four times that."))
    if layer.kind == "Dense" and any(len(s) == 2 and (s[-1] or 0) > 20_000 for s in layer.shapes):
        sentences.append(
            mark(
                "Make its input smaller first: pool more before `Flatten`, or use `GlobalAveragePooling2D` in its place."
            )
        )
    else:
        sentences.append(mark("Take fewer units or a smaller batch."))
    return Explanation(
        "memory.exhausted",
        tuple(sentences),
        values,
        (layer.name,),
        (layer.thing,),
        (layer.kind, layer.name),
        tuple(layer.tensors),
    )


def _asked(scene: Scene) -> tuple | None:
    """The shape of the weight that was being made."""
    for level in scene.during("add_weight", "__init__", "initialize", "_initialize", "__call__"):
        shape = level.variable("shape")
        if (
            isinstance(shape, (tuple, list))
            and shape
            and all(isinstance(d, int) for d in shape)
            and math.prod(shape) > 10**7
        ):
            return tuple(shape)
    return None


def _enormous(scene: Scene) -> bool:
    """A weight that no machine holds: some backends then raise errors of other kinds."""
    asked = _asked(scene)
    return bool(asked) and math.prod(asked or ()) * 4 > 2**36
