"""Exercises of chapter 05: models called like layers: one after the other, and many side by side."""

from typing import Any

import numpy as np

from autograder import judge, probe
from autograder.collect import Answer, Stop
from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graph import Rules, canonical
from autograder.verdict import Finding
from helpers import graph
from helpers.language import mark


def _draw_weights(model: Any, seed: list[int]) -> Any:
    draw = np.random.default_rng(seed)
    model.set_weights([draw.normal(0.1, 0.4, w.shape).astype("float32") for w in model.get_weights()])
    return model


def _ask_of_shape(answer: Answer, shape: tuple[int, ...], call: str, *args: Any) -> Any:
    """What the answer returns where the shape of the inputs is another than before; an error is told as that first."""
    try:
        return answer.call(*args, shown=call)
    except Stop:
        faults = answer.items["faults"]
        if faults[0]["key"] == "answer.raised":
            key = "callable.shape" if "shape" in faults[0]["values"]["message"] else "arguments.ignored"
            faults.insert(0, {"key": key, "values": {"call": call, "expected": list(shape)}})
        raise


# ex05a ---

_CHAIN = """\
def chain(encoder, decoder):
    inputs = keras.Input(shape=encoder.input_shape[1:])
    outputs = decoder(encoder(inputs))
    return keras.Model(inputs, outputs)
"""
_KEEP = Rules(keep=True)
_SHAPES = {"model": (28, 28, 1), "other": (9,)}


def _two(label: str, seed: int) -> dict[str, Any]:
    """An encoder and a decoder with drawn weights, of images or of rows."""
    import keras

    layers = keras.layers
    entry, code = keras.Input(_SHAPES[label], name="inputs"), keras.Input((6,), name="code")
    if label == "model":
        x = layers.AveragePooling2D(4, name="pool")(layers.Conv2D(6, 5, activation="tanh", name="edges")(entry))
        encoded = layers.GlobalAveragePooling2D(name="summary")(x)
        x = layers.Reshape((7, 7, 4), name="square")(layers.Dense(196, name="spread")(code))
        decoded = layers.Conv2DTranspose(1, 4, strides=4, name="restored")(x)
    else:
        encoded = layers.Dense(6, activation="tanh", name="narrow")(entry)
        decoded = layers.Dense(9, name="wide")(code)
    encoder, decoder = keras.Model(entry, encoded, name="encoder"), keras.Model(code, decoded, name="decoder")
    return {"encoder": _draw_weights(encoder, [seed, 51]), "decoder": _draw_weights(decoder, [seed, 52])}


def _ask_chain(answer: Answer, parameters: dict) -> None:
    for label, shape in _SHAPES.items():
        given, call = _two(label, parameters["seed"]), "chain(encoder, decoder)"
        if label == "model":
            model = answer.call(*given.values(), shown=call)
        else:
            model = _ask_of_shape(answer, shape, call, *given.values())
        answer.model(label, model, parameters["seed"], _KEEP, given)


def _judge_chain(items: dict, parameters: dict) -> list[Finding]:
    for label in _SHAPES:
        given = _two(label, parameters["seed"])
        reference = answer_of(_CHAIN, "chain")(*given.values())
        found = judge.model(items[label], reference, parameters["seed"], _KEEP, given)
        if found and judge.given_missing(items[label]) == list(given):
            return [Finding("callable.copied", {"models": list(given)})]
        if found and label == "other":
            return [Finding("arguments.ignored", {"call": "chain(encoder, decoder)"}), *found]
        if found:
            return found
    return []


# ex05b, ex05c ---

_ENSEMBLE = """\
def build_ensemble(members):
    inputs = keras.Input(shape=members[0].input_shape[1:])
    outputs = layers.average([member(inputs) for member in members])
    return keras.Model(inputs, outputs)
"""
_WEIGHTED = """\
def build_weighted_ensemble(members, weights):
    inputs = keras.Input(shape=members[0].input_shape[1:])
    total = sum(weights)
    outputs = layers.add([member(inputs) * (weight / total) for member, weight in zip(members, weights)])
    return keras.Model(inputs, outputs)
"""
_SIZES = {"model": (3, 128, 1), "two": (2, 20, 3), "five": (5, 20, 3)}
"""Of each question: number of members, width of their inputs and of their outputs."""


def _members(label: str, seed: int) -> list[Any]:
    """Models over inputs of one shape with drawn weights; they need not be built alike."""
    import keras

    count, width, outputs = _SIZES[label]
    made = []
    for place in range(1, count + 1):
        x = entry = keras.Input((width,), name=f"inputs_{place}")
        if place % 2 == 0:
            x = keras.layers.Dense(5, activation="tanh", name=f"hidden_{place}")(x)
        model = keras.Model(entry, keras.layers.Dense(outputs, name=f"vote_{place}")(x), name=f"member_{place}")
        made.append(_draw_weights(model, [seed, 53, place]))
    return made


def _weights(label: str, seed: int) -> list[float]:
    """A drawn weight for each member: no two alike, the first larger than the second, their sum not 1."""
    draw = np.random.default_rng([seed, 54, len(label)])
    first, second, *others = (int(w) for w in draw.permutation(np.arange(1, 10))[: _SIZES[label][0]])
    return [max(first, second), min(first, second), *others]


def _call(name: str, label: str, weights: list[float] | None) -> str:
    names = ", ".join(f"member_{k}" for k in range(1, _SIZES[label][0] + 1))
    return f"{name}([{names}])" if weights is None else f"{name}([{names}], {weights})"


def _ask_members(answer: Answer, parameters: dict, weighted: bool) -> None:
    seed = parameters["seed"]
    for label, (_count, width, _outputs) in _SIZES.items():
        members, weights = _members(label, seed), _weights(label, seed) if weighted else None
        call = _call(answer.name, label, weights)
        args = (list(members), list(weights)) if weights is not None else (list(members),)
        model = answer.call(*args, shown=call) if label == "model" else _ask_of_shape(answer, (width,), call, *args)
        given = {member.name: member for member in members}
        answer.model(label, model, seed, given=given)
        answer.items[label]["kept"] = answer.run(lambda m=model: probe.kept(m, graph.read(m), seed), call)


def _judge_members(items: dict, parameters: dict, name: str, weighted: bool) -> list[Finding]:
    seed = parameters["seed"]
    for label in _SIZES:
        members, weights = _members(label, seed), _weights(label, seed) if weighted else None
        if weights is None:
            reference, shares = answer_of(_ENSEMBLE, name)(members), np.full(len(members), 1 / len(members))
        else:
            reference, shares = answer_of(_WEIGHTED, name)(members, weights), np.array(weights) / sum(weights)
        given = {member.name: member for member in members}
        found = judge.model(items[label], reference, seed, given=given)
        if not found or _fixed(items[label], reference, seed):
            continue
        named = _unlike(items[label], members, reference, shares, weights, seed)
        if label == "model":
            return named or found
        return [Finding("arguments.ignored", {"call": _call(name, label, weights)}), *(named or found)]
    return []


def _fixed(item: dict, reference: Any, seed: int) -> bool:
    """Whether the shares are weights that nothing trains, and the outputs are right with these."""
    own = judge.own_weights(item)
    if not own or any(w["trainable"] for w in own) or judge.given_missing(item):
        return False
    wanted = probe.kept(reference, graph.read(reference), seed)
    got = item["kept"]
    return len(got) == len(wanted) and all(
        g.shape == w.shape and np.allclose(g, w, rtol=1e-3, atol=1e-4) for g, w in zip(got, wanted, strict=True)
    )


def _unlike(
    item: dict, members: list, reference: Any, shares: np.ndarray, weights: list | None, seed: int
) -> list[Finding]:
    """Which share each member has in the learner's outputs, where it is a wrong one."""
    own, missing = judge.own_weights(item), judge.given_missing(item)
    names = [member.name for member in members]
    if own and missing == names:
        return [Finding("callable.copied", {"models": names})]
    if len(canonical(item["graph"]).inputs) != 1:
        return []
    if own and not missing:
        operations = canonical(item["graph"], given=item["given"]).operations
        learned = [op for op in operations if op.weights and not op.given]
        return [Finding("ensemble.learned", {"layer": learned[0].name}, nodes=(learned[0].node,))]
    if missing:
        return [Finding("ensemble.left_out", {"models": missing})]
    entry = np.asarray(probe.inputs(graph.read(reference), seed)[0])
    votes = np.stack([np.asarray(member(entry, training=False)).ravel() for member in members], axis=1)
    got = item["kept"]
    if len(got) != 1 or got[0].size != len(votes):
        return []
    found, *_rest = np.linalg.lstsq(votes.astype("float64"), got[0].ravel().astype("float64"), rcond=None)
    if not np.allclose(votes @ found, got[0].ravel(), rtol=1e-3, atol=1e-4):
        return []
    return [_shares(found, shares, weights, names)]


def _shares(found: np.ndarray, shares: np.ndarray, weights: list | None, names: list[str]) -> Finding:
    values = {"got": _rounded(found), "expected": _rounded(shares), "models": names}

    def close(wanted: Any) -> bool:
        return bool(np.allclose(found, wanted, atol=2e-3))

    if weights is None:
        return Finding("ensemble.sum" if close(1) else "ensemble.shares", values)
    if close(weights):
        return Finding("ensemble.not_normalised", values)
    if close(1 / len(weights)):
        return Finding("ensemble.weights_ignored", values)
    if np.allclose(np.sort(found), np.sort(shares), atol=2e-3):
        return Finding("ensemble.weights_permuted", values)
    whole = found.sum()
    in_proportion = abs(whole) > 1e-3 and np.allclose(found / whole, shares, atol=2e-3)
    return Finding("ensemble.scale" if in_proportion else "ensemble.shares", values)


def _rounded(numbers: Any) -> list[float]:
    return [round(float(n), 3) + 0.0 for n in numbers]


EXERCISES = (
    Exercise(
        id="ex05a",
        answer="chain",
        points=2,
        reference=_CHAIN,
        ask=_ask_chain,
        judge=_judge_chain,
        hints=(
            mark("A model is called like a layer: `encoder(inputs)` gives a tensor, with the weights that it has."),
            mark("Begin with a `keras.Input` of your own, then call one model on what the other gives."),
            mark(
                "The shape of the input is the encoder's: `keras.Input(shape=encoder.input_shape[1:])`. "
                "`encoder.output` is the inside of the encoder: called on it, the decoder would stand alone in the graph."
            ),
        ),
        right=(
            """\
def chain(encoder, decoder):
    image = keras.Input(batch_shape=encoder.input.shape, name="image")
    x = image
    for model in (encoder, decoder):
        x = model(x)
    return keras.Model(inputs=[image], outputs=[x], name="autoencoder")
""",
            """\
def chain(encoder, decoder):
    inputs = layers.Input(tuple(encoder.inputs[0].shape)[1:])
    code = layers.Identity()(encoder(inputs, training=None))
    return keras.models.Model(inputs, decoder(code))
""",
            """\
import functools

def chain(*parts):
    inputs = keras.Input(parts[0].input_shape[1:])
    return keras.Model(inputs, functools.reduce(lambda x, part: part(x), parts, inputs))
""",
        ),
        wrong=(
            Wrong(
                "def chain(encoder, decoder):\n    return keras.Model(encoder.input, decoder(encoder.output))\n",
                "nested.opened",
            ),
            Wrong(
                """\
def chain(encoder, decoder):
    x = inputs = keras.Input(encoder.input_shape[1:])
    for layer in encoder.layers[1:] + decoder.layers[1:]:
        x = layer(x)
    return keras.Model(inputs, x)
""",
                "nested.opened",
            ),
            Wrong(edited(_CHAIN, ("encoder.input_shape[1:]", "(28, 28, 1)")), "callable.shape"),
            Wrong(edited(_CHAIN, ("decoder(encoder(inputs))", "encoder(decoder(inputs))")), "answer.raised"),
            Wrong(edited(_CHAIN, ("decoder(encoder(inputs))", "encoder(inputs)")), "nested.opened"),
            Wrong(
                edited(
                    _CHAIN,
                    (
                        "    inputs",
                        "    encoder, decoder = map(keras.models.clone_model, (encoder, decoder))\n    inputs",
                    ),
                ),
                "callable.copied",
            ),
            Wrong(
                edited(_CHAIN, ("decoder(encoder(inputs))", "decoder(layers.Dense(6)(encoder(inputs)))")),
                "graph.surplus",
            ),
            Wrong(
                edited(_CHAIN, ("decoder(encoder(inputs))", "decoder(ops.relu(encoder(inputs)))")),
                "graph.activation_surplus",
            ),
            Wrong(edited(_CHAIN, ("return keras.Model(inputs, outputs)", "return outputs")), "model.tensor"),
            Wrong(
                "def chain(encoder, decoder):\n    return keras.Sequential([encoder, decoder])\n", "model.sequential"
            ),
            Wrong(edited(_CHAIN, ("    inputs", "    encoder.trainable = False\n    inputs")), "graph.frozen"),
        ),
    ),
    Exercise(
        id="ex05b",
        answer="build_ensemble",
        points=2,
        reference=_ENSEMBLE,
        ask=lambda answer, parameters: _ask_members(answer, parameters, weighted=False),
        judge=lambda items, parameters: _judge_members(items, parameters, "build_ensemble", weighted=False),
        hints=(
            mark("All members get the same input: make one `keras.Input`, call each member on it."),
            mark(
                "Any number of members: a list comprehension calls them all, `[member(inputs) for member in members]`."
            ),
            mark("`layers.average(tensors)` takes the list of what they give. The shape is that of `members[0]`."),
        ),
        right=(
            """\
def build_ensemble(members):
    inputs = keras.Input(members[0].input_shape[1:])
    total = 0
    for member in members:
        total = total + member(inputs)
    return keras.Model(inputs, total / len(members))
""",
            """\
def build_ensemble(members):
    inputs = keras.Input(batch_shape=members[-1].input.shape)
    votes = ops.stack([member(inputs) for member in members], axis=-1)
    return keras.Model(inputs, ops.mean(votes, axis=-1), name="ensemble")
""",
            """\
def build_ensemble(members):
    inputs = keras.Input((members[0].input.shape[1],))
    total = layers.Add()([member(inputs) for member in members])
    return keras.Model(inputs=inputs, outputs=layers.Rescaling(1 / len(members))(total))
""",
            # on the first member's own input
            """\
def build_ensemble(members):
    first, *others = members
    votes = [first.output, *(member(first.input) for member in others)]
    mean = layers.Lambda(lambda tensors: sum(tensors) / len(tensors))(votes)
    return keras.Model(first.input, mean)
""",
            """\
def build_ensemble(members):
    inputs = keras.Input(members[0].input_shape[1:])
    size = members[0].output_shape[-1]
    votes = layers.Concatenate()([member(inputs) for member in members])
    votes = layers.Reshape((len(members), size))(votes)
    return keras.Model(inputs, layers.GlobalAveragePooling1D()(votes))
""",
        ),
        wrong=(
            Wrong(edited(_ENSEMBLE, ("layers.average", "layers.add")), "ensemble.sum"),
            Wrong(edited(_ENSEMBLE, ("layers.average", "layers.maximum")), "graph.kind"),
            Wrong(edited(_ENSEMBLE, ("layers.average", "layers.concatenate")), "graph.kind"),
            Wrong(edited(_ENSEMBLE, ("in members]", "in members[:2]]")), "ensemble.left_out"),
            Wrong(edited(_ENSEMBLE, ("in members]", "in members[:3]]")), "arguments.ignored"),
            Wrong(
                edited(
                    _ENSEMBLE,
                    ("layers.average(", "layers.add("),
                    ("for member in members])", "for member in members]) / 3"),
                ),
                "arguments.ignored",
            ),
            Wrong(edited(_ENSEMBLE, ("members[0].input_shape[1:]", "(128,)")), "callable.shape"),
            Wrong(
                """\
def build_ensemble(members):
    inputs = keras.Input(members[0].input_shape[1:])
    mean = members[0](inputs)
    for member in members[1:]:
        mean = layers.average([mean, member(inputs)])
    return keras.Model(inputs, mean)
""",
                "ensemble.shares",
            ),
            Wrong(
                """\
def build_ensemble(members):
    inputs = [keras.Input(member.input_shape[1:]) for member in members]
    outputs = layers.average([member(x) for member, x in zip(members, inputs)])
    return keras.Model(inputs, outputs)
""",
                "graph.input_count",
            ),
            Wrong(
                """\
def build_ensemble(members):
    outputs = layers.average([member.output for member in members])
    return keras.Model([member.input for member in members], outputs)
""",
                "graph.input_count",
            ),
            Wrong(
                edited(_ENSEMBLE, ("[member(inputs)", "[keras.models.clone_model(member)(inputs)")), "callable.copied"
            ),
            Wrong(edited(_ENSEMBLE, ("[member(inputs)", "[members[0](inputs)")), "ensemble.left_out"),
            Wrong(
                """\
def build_ensemble(members):
    inputs = keras.Input(members[0].input_shape[1:])
    votes = layers.concatenate([member(inputs) for member in members])
    return keras.Model(inputs, layers.Dense(members[0].output_shape[-1])(votes))
""",
                "ensemble.learned",
            ),
            Wrong(
                "def build_ensemble(members):\n    return lambda x: sum(m(x) for m in members) / len(members)\n",
                "answer.returned_function",
            ),
        ),
    ),
    Exercise(
        id="ex05c",
        answer="build_weighted_ensemble",
        points=3,
        reference=_WEIGHTED,
        ask=lambda answer, parameters: _ask_members(answer, parameters, weighted=True),
        judge=lambda items, parameters: _judge_members(items, parameters, "build_weighted_ensemble", weighted=True),
        hints=(
            mark(
                "Multiply what each member gives by its weight, add the products. Operators work on tensors: `x * 0.5`."
            ),
            mark("Normalised means that the shares add up to 1: divide each weight by the sum of all of them."),
            mark(
                "`zip(members, weights)` pairs each member with its weight; `layers.add([...])` adds a list of any length."
            ),
        ),
        right=(
            """\
def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    total = sum(weight * member(inputs) for member, weight in zip(members, weights))
    return keras.Model(inputs, total / sum(weights))
""",
            """\
def build_weighted_ensemble(members, weights):
    shares = np.array(weights, "float32") / np.sum(weights)
    inputs = keras.Input(batch_shape=members[0].input.shape)
    votes = ops.stack([member(inputs) for member in members], axis=-1)
    return keras.Model(inputs, ops.sum(votes * shares, axis=-1))
""",
            """\
def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    scaled = [layers.Rescaling(w / sum(weights))(m(inputs)) for m, w in zip(members, weights)]
    return keras.Model(inputs, layers.Add()(scaled))
""",
            """\
def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    votes = ops.stack([member(inputs) for member in members], axis=2)
    return keras.Model(inputs, ops.average(votes, axis=2, weights=np.array(weights, "float32")))
""",
            # shares as weights that nothing trains
            """\
def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    votes = ops.stack([member(inputs) for member in members], axis=-1)
    shares = layers.Dense(1, use_bias=False, trainable=False)
    outputs = ops.squeeze(shares(votes), axis=-1)
    shares.set_weights([np.array(weights)[:, None] / sum(weights)])
    return keras.Model(inputs, outputs)
""",
        ),
        wrong=(
            Wrong(edited(_WEIGHTED, ("(weight / total)", "weight")), "ensemble.not_normalised"),
            Wrong(edited(_WEIGHTED, ("(weight / total)", "(1 / len(members))")), "ensemble.weights_ignored"),
            Wrong(
                edited(_WEIGHTED, ("zip(members, weights)", "zip(members, weights[::-1])")), "ensemble.weights_permuted"
            ),
            Wrong(
                edited(_WEIGHTED, ("zip(members, weights)", "zip(members, sorted(weights))")),
                "ensemble.weights_permuted",
            ),
            Wrong(edited(_WEIGHTED, ("(weight / total)", "(weight / len(weights))")), "ensemble.scale"),
            Wrong(edited(_WEIGHTED, ("layers.add", "layers.average")), "ensemble.scale"),
            Wrong(edited(_WEIGHTED, ("(weight / total)", "(weight // total)")), "ensemble.shares"),
            Wrong(edited(_WEIGHTED, ("    total", "    weights = np.exp(weights)\n    total")), "ensemble.shares"),
            Wrong(edited(_WEIGHTED, ("(weight / total)", "(weight / max(weights))")), "ensemble.scale"),
            Wrong(
                """\
def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    a, b, c = np.array(weights) / sum(weights)
    outputs = members[0](inputs) * a + members[1](inputs) * b + members[2](inputs) * c
    return keras.Model(inputs, outputs)
""",
                "arguments.ignored",
            ),
            Wrong(
                edited(_WEIGHTED, ("in zip(members, weights)", "in list(zip(members, weights))[:2]")),
                "ensemble.left_out",
            ),
            Wrong(
                """\
def build_weighted_ensemble(members, weights):
    inputs = keras.Input(members[0].input_shape[1:])
    votes = ops.stack([member(inputs) for member in members], axis=-1)
    shares = layers.Dense(1, use_bias=False)
    outputs = ops.squeeze(shares(votes), axis=-1)
    shares.set_weights([np.array(weights)[:, None] / sum(weights)])
    return keras.Model(inputs, outputs)
""",
                "ensemble.learned",
            ),
            Wrong(
                edited(_WEIGHTED, ("[member(inputs)", "[keras.models.clone_model(member)(inputs)")), "callable.copied"
            ),
            Wrong(edited(_WEIGHTED, ("    return keras.Model(inputs, outputs)\n", "")), "answer.returned_none"),
        ),
    ),
)
