"""What a functional model computes: its outputs for drawn weights on drawn inputs.

The same draw can be laid into two models that are written differently, because weights are matched by their place
among the weighted layers (`autograder.graphs.labels.skeleton`). Weights that no such place tells apart are matched in every
order by the judge (`orders`), within a bound.
"""

import contextlib
import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from autograder.asking.streams import stream
from autograder.graphs.canonical import Given, Rules, canonical
from autograder.graphs.labels import skeleton
from autograder.graphs.meaning import is_custom
from helpers.plain_graph import PlainGraph
from helpers.untouched import untouched

ROWS = 4
LENGTH = 7
"""What a dimension of free length is drawn as."""
_LONGER = (8, 32, 64)
"""What is tried where a model does not take that: halved again and again and joined, sides are multiples of some power of 2."""
_WORDS = ("a", "red", "house", "not", "good", "42", "of the", "")
_FEW = 10
"""Integers are drawn below this: an Embedding inside of a layer of the learner's own does not say what it takes."""
MAX_ORDERS = 24


def outputs(
    model: Any,
    read: PlainGraph,
    variables: dict[int, Any],
    seed: int,
    rules: Rules = Rules(),  # noqa: B008
    given: Given | None = None,
    order: dict[int, int] | None = None,
) -> list[np.ndarray]:
    """Outputs of `model` in inference, flat and in order, as float or integer arrays, for two draws.

    Weights of models that the answer was given keep their values; all others are drawn, and put back afterwards.
    In the second draw the signs of inputs and of biases are turned: a relu that gives nothing but zeros in the one, or
    lets everything through, hardly does so in the other, and what stands before or behind it is seen.

    Args:
        read, variables: what `helpers.graph.read_together` returned of the model.
        seed: of weights and inputs.
        order: a permutation of weights that share a skeleton label (`orders`).
    """
    with drawn(read, variables, seed, rules, given, order) as ids:
        return two_draws(model, read, variables, seed, rules, ids)


def two_draws(
    model: Any,
    read: PlainGraph,
    variables: dict[int, Any],
    seed: int,
    rules: Rules = Rules(),  # noqa: B008
    turned: set[int] | None = None,
) -> list[np.ndarray]:
    """Outputs of `model` as `outputs` gives them, where the weights of the first draw are those that it has.

    Args:
        turned: ids of the weights of which the vectors change their signs in the second draw; None for all.
    """
    paths = {w["id"]: w["path"] for node in read["nodes"] for w in node["weights"]}
    signed = {w for w, path in paths.items() if len(variables[w].shape) < 2 and not path.endswith("variance")}
    found = one_draw(model, read, seed, rules)
    with _put_back(variables, signed if turned is None else signed & turned) as before:
        for w, value in before.items():
            variables[w].assign(-value)
        return found + one_draw(model, read, seed, rules, sign=-1)


def training(
    model: Any,
    read: PlainGraph,
    variables: dict[int, Any],
    seed: int,
    rules: Rules = Rules(),  # noqa: B008
    given: Given | None = None,
    order: dict[int, int] | None = None,
    other: bool = False,
) -> list[np.ndarray]:
    """Outputs of `model` in training, for the first draw of `outputs`; whatever a call changes is put back.

    Args:
        other: a class of somebody's own draws other numbers.
    """
    laid = drawn(read, variables, seed, rules, given, order)
    with _put_back(dict(enumerate(model.variables))), laid, _seeded(model, read, seed + other):
        return one_draw(model, read, seed, rules, training=True)


@contextlib.contextmanager
def drawn(
    read: PlainGraph,
    variables: dict[int, Any],
    seed: int,
    rules: Rules = Rules(),  # noqa: B008
    given: Given | None = None,
    order: dict[int, int] | None = None,
) -> Iterator[set[int]]:
    """Within: the weights that are not given have drawn values, as in `outputs`; gives their ids."""
    values = weights(read, seed, rules, given, order)
    with _put_back(variables, values):
        for w, value in values.items():
            variables[w].assign(value)
        yield set(values)


@contextlib.contextmanager
def _put_back(variables: dict[int, Any], ids: Iterable[int] | None = None) -> Iterator[dict[int, np.ndarray]]:
    """Gives the values of these variables (default: of all), and sets them again at the end."""
    import keras

    before = {w: np.array(keras.ops.convert_to_numpy(variables[w])) for w in (variables if ids is None else ids)}
    try:
        yield before
    finally:
        for w, value in before.items():
            variables[w].assign(value)


def one_draw(
    model: Any,
    read: PlainGraph,
    seed: int,
    rules: Rules = Rules(),  # noqa: B008
    sign: int = 1,
    training: bool = False,
) -> list[np.ndarray]:
    """Outputs of `model` for drawn inputs and the weights that it has; `sign` is that of inputs that are no word ids."""
    import keras

    def called(length: int) -> Any:
        values = [_given(v) for v in inputs(read, seed, rules, sign, length)]
        with _seeded(model, read, seed) if not training else contextlib.nullcontext():
            return model(keras.tree.pack_sequence_as(_structure(model), values), training=training)

    try:
        found = called(LENGTH)
    except Exception as error:
        found = _longer(called, read)
        if found is None:
            raise error from None
    return [np.asarray(keras.ops.convert_to_numpy(t)) for t in keras.tree.flatten(found)]


def _longer(called: Callable[[int], Any], read: PlainGraph) -> Any:
    """What a model gives for longer inputs, where some length is open; None where it takes none of these either."""
    if any(d is None for n, _k in read["inputs"]["flat"] for d in read["nodes"][n]["shapes"][0][1:]):
        for length in _LONGER:
            with contextlib.suppress(Exception):
                return called(length)
    return None


def _given(values: np.ndarray) -> Any:
    """An input as a model takes it: words as a tensor, which Keras does not make of an array."""
    import keras

    return keras.ops.convert_to_tensor(values, dtype="string") if values.dtype.kind == "U" else values


@contextlib.contextmanager
def _seeded(model: Any, read: PlainGraph, seed: int) -> Iterator[None]:
    """Within: what a class of somebody's own draws in inference follows from the seed."""
    if not any(is_custom(node) for node in read["nodes"]):
        yield
        return
    weights = {id(w) for w in model.weights}
    states = {
        k: v for k, v in enumerate(model.variables) if id(v) not in weights and v.path.endswith("generator_state")
    }
    with untouched(seed), _put_back(states):
        for v in states.values():
            v.assign(np.array([seed % 2**31, 0], "uint32"))
        yield


def _structure(model: Any) -> Any:
    import keras

    return model.inputs[0] if isinstance(model, keras.Sequential) else model.input


def inputs(
    read: PlainGraph,
    seed: int,
    rules: Rules = Rules(),  # noqa: B008
    sign: int = 1,
    length: int = LENGTH,
) -> list[np.ndarray]:
    """Drawn inputs in the model's own order: float normal; integers below what the Embedding that gets them takes.

    Where any dtype passes, all are drawn as integers, so that the draw is the same for each.
    """
    whole = canonical(read, rules)
    consumers = whole.consumers()
    sizes = [op.config["input_dim"] for op in whole.operations if isinstance(op.config.get("input_dim"), int)]
    found = {}
    for place, i in enumerate(whole.inputs):
        op = whole.operations[i]
        dtype = read["nodes"][op.node]["dtypes"][0]
        taken = [c for c in (whole.operations[j] for j in consumers[i]) if c.op == "Embedding"]
        most = min([*([c.config["input_dim"] for c in taken] or sizes), _FEW])
        first, *rest = op.shape
        shape = (first or ROWS, *(length if d is None else d for d in rest))
        draw = stream(seed, "input", place)
        if taken or rules.any_dtype or dtype.startswith(("int", "uint", "bool")):
            found[op.node] = draw.integers(0, max(1, most), shape).astype(dtype)
        elif dtype == "string":
            found[op.node] = draw.choice(np.array([*_WORDS, *_vocabulary(read)]), shape)
        else:
            values = sign * draw.normal(size=shape)
            found[op.node] = values.astype(dtype if dtype.startswith("float") else "float32")
    return [found[node] for node, _k in read["inputs"]["flat"]]


def _vocabulary(read: PlainGraph) -> list[str]:
    """Words that some layer of a graph looks up."""
    found = [node["config"].get("vocabulary") for node in read["nodes"]]
    lists = [v.get("first") if isinstance(v, dict) else v for v in found]
    return [w for words in lists if isinstance(words, list) for w in words[:_FEW] if isinstance(w, str)]


def weights(
    read: PlainGraph,
    seed: int,
    rules: Rules = Rules(),  # noqa: B008
    given: Given | None = None,
    order: dict[int, int] | None = None,
) -> dict[int, np.ndarray]:
    """A drawn value for each weight that is not given, by its id: scaled like a fresh initialiser, no two alike.

    A matrix is scaled by its smaller side: what an Embedding of many words gives must not be so small that a tanh behind
    it does nothing.
    """
    shapes = {w["id"]: (tuple(w["shape"]), w["path"]) for node in read["nodes"] for w in node["weights"]}
    found = {}
    for weight, (label, place) in _places(read, rules, given).items():
        shape, path = shapes[weight]
        twin = (order or {}).get(weight, place)
        draw = stream(seed, "weight", twin, label)
        if path.endswith("variance"):
            found[weight] = draw.uniform(0.5, 1.5, shape).astype("float32")
        else:
            fan = min(shape) if len(shape) == 2 else int(np.prod(shape[:-1])) if len(shape) > 2 else 4
            found[weight] = (draw.normal(size=shape) / np.sqrt(max(1, fan))).astype("float32")
    return found


def _places(read: PlainGraph, rules: Rules, given: Given | None) -> dict[int, tuple[str, int]]:
    """For each weight that is not given its skeleton label and its rank among those with the same label."""
    fixed = {w for g in (given or {}).values() for w in g["weights"]}
    ranks: dict[str, int] = {}
    found = {}
    for weight, label in skeleton(canonical(read, rules, given)).items():
        if weight in fixed:
            continue
        found[weight] = (label, ranks.get(label, 0))
        ranks[label] = ranks.get(label, 0) + 1
    return found


def few_orders(read: PlainGraph, rules: Rules = Rules(), given: Given | None = None) -> bool:  # noqa: B008
    """Whether `orders` gives all ways to exchange layers whose weights can't be told apart."""
    sizes = {size for size in Counter(label for label, _place in _places(read, rules, given).values()).values()}
    return math.prod(math.factorial(size) for size in sizes) <= MAX_ORDERS


def orders(read: PlainGraph, rules: Rules = Rules(), given: Given | None = None) -> Iterator[dict[int, int]]:  # noqa: B008
    """The ways to exchange layers whose weights can't be told apart, the plain order first, at most `MAX_ORDERS`."""
    twins: dict[str, list[int]] = {}
    for weight, (label, _place) in _places(read, rules, given).items():
        twins.setdefault(label, []).append(weight)
    groups: dict[int, list[list[int]]] = {}
    for group in twins.values():
        if len(group) > 1:
            groups.setdefault(len(group), []).append(group)
    choices = [itertools.permutations(range(size)) for size in groups]
    for choice in itertools.islice(itertools.product(*choices), MAX_ORDERS):
        yield {
            weight: permuted[k]
            for permuted, same in zip(choice, groups.values(), strict=True)
            for group in same
            for k, weight in enumerate(group)
        }
