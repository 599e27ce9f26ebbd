"""Exercises of chapter 09: reusing the nodes of a graph: feature extraction, Gram matrices, a head on a frozen trunk."""

from collections import Counter
from typing import Any

import numpy as np

from autograder import judge
from autograder.collect import Answer, Stop
from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graph import canonical
from autograder.verdict import Finding
from helpers.language import mark


def _set_weights(model: Any, seed: int) -> None:
    draw = np.random.default_rng([seed, 91])
    model.set_weights([draw.uniform(0.2, 1, w.shape).astype("float32") - 0.4 for w in model.get_weights()])


# ex09a ---

_EXTRACTOR = """\
def feature_extractor(model, layer_names):
    # each call of a layer is a node; a layer knows all of its calls, a model those that are its own
    own = {id(node) for nodes in model._nodes_by_depth.values() for node in nodes}
    outputs = []
    for name in layer_names:
        for node in model.get_layer(name)._inbound_nodes:
            if id(node) in own:
                outputs.extend(node.output_tensors)
    return keras.Model(model.input, outputs)
"""
_NAMES = {
    "model": ["skip", "conv"],
    "one": ["pool"],
    "shared": ["summary", "shared", "conv"],
    "stray": ["shared", "pool"],
}
"""The layers that each question asks for; never in the order in which the model calls them, where there are several."""
_TWICE = "shared"


def _camera(seed: int, label: str) -> Any:
    """A functional model, one layer of which it calls twice; others call that layer too, before and after."""
    import keras

    layers = keras.layers
    shared = layers.Conv2D(4, 3, padding="same", activation="relu", name=_TWICE)
    if label == "stray":
        shared(keras.Input((6, 6, 4)))
    image = keras.Input((12, 8, 3), name="image")
    x = layers.Conv2D(4, 3, padding="same", activation="relu", name="conv")(image)
    once = layers.MaxPooling2D(2, name="pool")(shared(x))
    twice = layers.Add(name="skip")([once, shared(once)])
    outputs = layers.Dense(5, name="scores")(layers.GlobalAveragePooling2D(name="summary")(twice))
    model = keras.Model(image, outputs, name="camera")
    _set_weights(model, seed)
    if label in ("shared", "stray"):
        shared(twice)
    return model


def _ask_extractor(answer: Answer, parameters: dict) -> None:
    seed = parameters["seed"]
    for label, names in _NAMES.items():
        given = _camera(seed, label)
        model = answer.call(given, list(names), shown=f"feature_extractor(model, {names})")
        answer.model(label, model, seed, given={"model": given})
        if len(model.outputs) != len(names) + (_TWICE in names):
            return  # said of this question; the next would only stop with Keras's own words for it


def _judge_extractor(items: dict, parameters: dict) -> list[Finding]:
    for label, names in _NAMES.items():
        found = _extracted(items[label], label, names, parameters["seed"])
        if found:
            return found
    return []


def _extracted(item: dict, label: str, names: list[str], seed: int) -> list[Finding]:
    given = _camera(seed, label)
    reference = answer_of(_EXTRACTOR, "feature_extractor")(given, names)
    found = judge.model(item, reference, seed, given={"model": given})
    if not found:
        tree = item["graph"]["outputs"]["tree"]
        flat = isinstance(tree, dict) or all(isinstance(entry, dict) for entry in tree)
        return [] if flat else [Finding("extractor.nested")]
    got = canonical(item["graph"], given=item["given"])
    copied = [op for op in got.operations if op.weights and not op.given]
    if copied:
        return [Finding("extractor.copied", {"layers": sorted({op.name for op in copied})})]
    if got.output_keys:
        return [Finding("graph.outputs_dict", {"got": list(got.output_keys)})]
    read = item["graph"]
    ends = [read["nodes"][i]["name"] for i, _k in read["outputs"]["flat"]]
    wanted = [name for name in names for _call in range(1 + (name == _TWICE))]
    return _other_ends(ends, wanted, found)


def _other_ends(got: list[str], wanted: list[str], found: list[Finding]) -> list[Finding]:
    """Which layers' outputs are there: too many, too few, in another order."""
    surplus = [name for name in dict.fromkeys(got) if name not in wanted]
    if surplus:
        return [Finding("extractor.surplus", {"layers": surplus})]
    missing = [name for name in dict.fromkeys(wanted) if name not in got]
    if missing:
        return [Finding("extractor.missing", {"layers": missing})]
    for name, count in Counter(wanted).items():
        if got.count(name) != count:
            key = "extractor.calls" if got.count(name) < count else "extractor.outside"
            return [Finding(key, {"layer": name, "got": got.count(name), "expected": count})]
    if got != wanted:
        return [Finding("extractor.order", {"got": got, "expected": wanted})]
    if _TWICE in wanted and found[0].key in ("graph.outputs_permuted", "graph.output"):
        return [Finding("extractor.call_order", {"layer": _TWICE})]
    return found


# ex09b ---

_GRAM = """\
def gram_matrix(features):
    height, width = features.shape[1], features.shape[2]
    return ops.einsum("nhwc,nhwd->ncd", features, features) / (height * width)
"""
_SHAPES = {"example": (3, 4, 6, 5), "other": (2, 7, 3, 4)}


def _features(seed: int, label: str) -> np.ndarray:
    return np.random.default_rng([seed, 92]).normal(0.3, 1, _SHAPES[label]).astype("float32")


def _ask_gram(answer: Answer, parameters: dict) -> None:
    import keras

    for label in _SHAPES:
        features = _features(parameters["seed"], label)
        try:
            found = answer.call(features.copy(), shown="gram_matrix(features)")
        except Stop:
            if answer.items["faults"][0]["key"] != "answer.raised":
                raise
            del answer.items["faults"]  # features are an array or a tensor, as the answer likes best
            found = answer.call(keras.ops.convert_to_tensor(features), shown="gram_matrix(features)")
        answer.note(label, found)


def _judge_gram(items: dict, parameters: dict) -> list[Finding]:
    for label in _SHAPES:
        found = _gram(items[label], _features(parameters["seed"], label).astype("float64"))
        if found:
            return found
    return []


def _gram(item: dict, x: np.ndarray) -> list[Finding]:
    call, got = "gram_matrix(features)", item.get("value")
    n, h, w, c = x.shape
    if item.get("type") == "NoneType":
        return [Finding("value.none", {"call": call})]
    if not isinstance(got, np.ndarray):
        return [Finding("gram.type", {"call": call, "type": item.get("type")})]
    got = got.astype("float64")
    shapes = {"given": list(x.shape), "got": list(got.shape), "expected": [n, c, c]}
    if got.shape != (n, c, c):
        keys = {(c, c): "gram.batch", (n, h * w, h * w): "gram.places", (n, h, w, c): "gram.features"}
        return [Finding(keys.get(got.shape, "gram.shape"), shapes)]
    rows = x.reshape(n, h * w, c)
    sums = np.einsum("nkc,nkd->ncd", rows, rows)
    if _close(got, sums / (h * w)):
        return []
    factor = float((got * sums).sum() / (sums * sums).sum())
    if _close(got, sums):
        return [Finding("gram.not_divided", {"expected": h * w})]
    if factor and _close(got, sums * factor):
        return [Finding("gram.divisor", {"got": 1 / factor, "expected": h * w})]
    mixed = x.reshape(n, c, h * w)
    turned = x.transpose(0, 2, 1, 3).reshape(n, c, h * w)
    if any(_parallel(got, np.einsum("nck,ndk->ncd", m, m)) for m in (mixed, turned)):
        return [Finding("gram.mixed", {"expected": [n, h * w, c]})]
    centred = rows - rows.mean(1, keepdims=True)
    if _parallel(got, np.einsum("nkc,nkd->ncd", centred, centred)):
        return [Finding("gram.centred")]
    if _parallel(got, np.broadcast_to(sums.sum(0), got.shape)):
        return [Finding("gram.batch", shapes)]
    return [Finding("gram.values", {"call": call})]


def _close(got: np.ndarray, wanted: np.ndarray) -> bool:
    return bool(np.allclose(got, wanted, rtol=1e-3, atol=1e-3 * np.abs(wanted).max()))


def _parallel(got: np.ndarray, wanted: np.ndarray) -> bool:
    """Equal but for a factor."""
    factor = (got * wanted).sum() / (wanted * wanted).sum()
    return bool(factor) and _close(got, wanted * factor)


# ex09c ---

_HEAD = """\
def transfer_head(model, layer_name, num_classes):
    trunk = keras.Model(model.input, model.get_layer(layer_name).output)
    trunk.trainable = False
    x = layers.GlobalAveragePooling2D()(trunk.output)
    outputs = layers.Dense(num_classes)(x)
    return keras.Model(trunk.input, outputs)
"""


def _trunk(seed: int) -> Any:
    """A small convolutional classifier, as if it had been trained."""
    import keras

    layers = keras.layers
    image = keras.Input((16, 12, 3), name="image")
    x = layers.Conv2D(6, 3, activation="relu", name="block_1")(image)
    x = layers.MaxPooling2D(2, name="pool")(x)
    x = layers.Conv2D(8, 3, activation="relu", name="block_2")(x)
    x = layers.Conv2D(7, 1, use_bias=False, name="narrow")(x)
    x = layers.BatchNormalization(name="block_3")(x)
    x = layers.GlobalAveragePooling2D(name="summary")(x)
    model = keras.Model(image, layers.Dense(9, name="scores")(x), name="trunk")
    _set_weights(model, seed)
    norm = model.get_layer("block_3")
    norm.set_weights([np.abs(w) + 0.1 for w in norm.get_weights()])
    return model


def _ask_head(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        given, (name, classes) = _trunk(parameters["seed"]), parameters[label]
        model = answer.call(given, name, classes, shown=f'transfer_head(model, "{name}", {classes})')
        answer.model(label, model, parameters["seed"], given={"model": given})


def _judge_head(items: dict, parameters: dict) -> list[Finding]:
    for label in ("model", "other"):
        given, (name, classes) = _trunk(parameters["seed"]), parameters[label]
        reference = answer_of(_HEAD, "transfer_head")(given, name, classes)
        found = judge.model(items[label], reference, parameters["seed"], given={"model": given})
        got = canonical(items[label]["graph"], given=items[label]["given"])
        if found and not any(op.given for op in got.operations):
            return [Finding("transfer.copied")]
        new = [op for op in got.operations if op.weights and not op.given]
        if found and new and not any(t for op in new for _i, _shape, t in op.weights):
            return [Finding("transfer.all_frozen")]
        if found and label == "other":
            return [Finding("arguments.ignored", {"call": f'transfer_head(model, "{name}", {classes})'}), *found]
        if found:
            return found
    return []


_NAIVE = """\
def feature_extractor(model, layer_names):
    return keras.Model(model.input, [model.get_layer(name).output for name in layer_names])
"""
_CLONED = """\
def feature_extractor(model, layer_names):
    found = {name: [] for name in layer_names}

    def call(layer, *args, **kwargs):
        outputs = layer(*args, **kwargs)
        if layer.name in found:
            found[layer.name].append(outputs)
        return outputs

    copy = keras.models.clone_model(model, clone_function=lambda layer: layer, call_function=call)
    return keras.Model(copy.inputs, [tensor for name in layer_names for tensor in found[name]])
"""

EXERCISES = (
    Exercise(
        id="ex09a",
        answer="feature_extractor",
        points=4,
        reference=_EXTRACTOR,
        ask=_ask_extractor,
        judge=_judge_extractor,
        hints=(
            mark(
                "For a layer that is called once, `model.get_layer(name).output` is the tensor. A new model from "
                "`model.input` to a list of such tensors is the extractor."
            ),
            mark(
                "A layer that is called twice has two nodes, and `output` gives the tensor of the first. Keras keeps "
                "all nodes of a layer in `layer._inbound_nodes`, in the order of the calls; each has `output_tensors`."
            ),
            mark(
                "Among a layer's nodes may be calls that others made. Those of the model itself stand in "
                "`model._nodes_by_depth.values()`. Or let `keras.models.clone_model` repeat the model's calls: give it "
                "`clone_function=lambda layer: layer`, and a `call_function` that writes down what each call gives."
            ),
        ),
        right=(
            _CLONED,
            # walking back from the outputs
            """\
def feature_extractor(model, layer_names):
    seen = {}
    stack = list(model.outputs)
    while stack:
        operation, index, _ = stack.pop()._keras_history
        node = operation._inbound_nodes[index]
        if (operation.name, index) not in seen:
            seen[operation.name, index] = node.output_tensors[0]
            stack.extend(node.input_tensors)
    tensors = []
    for name in layer_names:
        tensors += [seen[key] for key in sorted(k for k in seen if k[0] == name)]
    return keras.Model(inputs=model.inputs, outputs=tuple(tensors), name="features")
""",
            # a bare tensor where there is one, the tensors passed through a layer that does nothing
            edited(
                _EXTRACTOR,
                (
                    "    return keras.Model(model.input, outputs)",
                    "    outputs = [layers.Identity()(tensor) for tensor in outputs]\n"
                    "    return keras.Model(model.input, outputs if len(outputs) > 1 else outputs[0])",
                ),
            ),
            # the nodes' own keys
            """\
def feature_extractor(model, layer_names):
    nodes = [n for depth in sorted(model._nodes_by_depth, reverse=True) for n in model._nodes_by_depth[depth]]
    outputs = []
    for name in layer_names:
        layer = model.get_layer(name)
        mine = [node for node in nodes if node.operation is layer]
        outputs += [node.outputs[0] for node in sorted(mine, key=layer._inbound_nodes.index)]
    return keras.Model(model.input, outputs)
""",
        ),
        wrong=(
            Wrong(_NAIVE, "extractor.calls"),
            Wrong(
                edited(_EXTRACTOR, ("            if id(node) in own:\n    ", "")),
                "extractor.outside",
            ),
            Wrong(
                """\
def feature_extractor(model, layer_names):
    return keras.Model(model.input, [layer.output for layer in model.layers if layer.name in layer_names])
""",
                "extractor.order",
            ),
            Wrong(
                """\
def feature_extractor(model, layer_names):
    return keras.Model(model.input, [layer.output for layer in model.layers])
""",
                "extractor.surplus",
            ),
            Wrong(
                """\
def feature_extractor(model, layer_names):
    return keras.Model(model.input, model.get_layer(layer_names[0]).output)
""",
                "extractor.missing",
            ),
            Wrong(edited(_EXTRACTOR, ("_inbound_nodes:", "_inbound_nodes[::-1]:")), "extractor.call_order"),
            Wrong(
                edited(
                    _CLONED,
                    ("[tensor for name in layer_names for tensor in found[name]]", "[found[n] for n in layer_names]"),
                ),
                "extractor.nested",
            ),
            Wrong(edited(_CLONED, ("clone_function=lambda layer: layer, ", "")), "extractor.copied"),
            Wrong(
                edited(_NAIVE, ("[model", "{name: model"), ("layer_names]", "layer_names}")),
                "graph.outputs_dict",
            ),
            Wrong(
                edited(_NAIVE, ("keras.Model(model.input, [", "(["), ("layer_names])", "layer_names])")), "model.type"
            ),
            Wrong(
                edited(
                    _NAIVE,
                    (
                        "model.get_layer(name).output for name in layer_names",
                        "model.get_layer(name) for name in layer_names",
                    ),
                ),
                "answer.raised",
            ),
            Wrong(
                edited(
                    _NAIVE,
                    (
                        "return keras.Model(model.input, [model.get_layer(name).output for name in layer_names])",
                        "return [keras.Model(model.input, model.get_layer(name).output) for name in layer_names]",
                    ),
                ),
                "model.type",
            ),
        ),
    ),
    Exercise(
        id="ex09b",
        answer="gram_matrix",
        points=2,
        reference=_GRAM,
        ask=_ask_gram,
        judge=_judge_gram,
        shown="none",
        hints=(
            mark(
                "For each image and each pair of channels: multiply the two channels place by place, and add up over "
                "all places. Height and width disappear, the batch stays."
            ),
            mark(
                "`ops.einsum` says just that: which letters stand in the inputs, which are left in the output. Or make "
                "rows of shape (n, h * w, c) and multiply them, transposed, by themselves."
            ),
            mark('`ops.einsum("nhwc,nhwd->ncd", features, features)`, divided by `h * w`.'),
        ),
        right=(
            """\
def gram_matrix(features):
    features = ops.convert_to_tensor(features)
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n, h * w, c))
    return ops.matmul(ops.transpose(rows, (0, 2, 1)), rows) / (h * w)
""",
            """\
def gram_matrix(features):
    features = np.asarray(features)
    n, h, w, c = features.shape
    columns = features.transpose(0, 3, 1, 2).reshape(n, c, -1)
    return np.stack([m @ m.T / m.shape[1] for m in columns])
""",
            """\
def gram_matrix(features):
    shape = tf.shape(features)
    places = tf.cast(shape[1] * shape[2], tf.float32)
    return tf.linalg.einsum("bijc,bijd->bcd", features, features) / places
""",
            # means of products, a layer, features that must be a tensor
            """\
def gram_matrix(features):
    array = features.numpy()
    return (array[..., :, None] * array[..., None, :]).mean(axis=(1, 2))
""",
            """\
def gram_matrix(features):
    rows = layers.Reshape((-1, features.shape[-1]))(features)
    return layers.Dot(axes=1)([rows, rows]) / rows.shape[1]
""",
        ),
        wrong=(
            Wrong(edited(_GRAM, (" / (height * width)", "")), "gram.not_divided"),
            Wrong(edited(_GRAM, ("(height * width)", "features.shape[-1]")), "gram.divisor"),
            Wrong(edited(_GRAM, ("(height * width)", "(height * width * features.shape[-1])")), "gram.divisor"),
            Wrong(edited(_GRAM, ("(height * width)", "(height * height)")), "gram.divisor"),
            Wrong(edited(_GRAM, ("->ncd", "->cd")), "gram.batch"),
            Wrong(
                """\
def gram_matrix(features):
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n, h * w, c))
    return rows @ ops.transpose(rows, (0, 2, 1)) / (h * w)
""",
                "gram.places",
            ),
            Wrong(
                """\
def gram_matrix(features):
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n, c, h * w))
    return rows @ ops.transpose(rows, (0, 2, 1)) / (h * w)
""",
                "gram.mixed",
            ),
            Wrong(
                """\
def gram_matrix(features):
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n, h * w, c))
    rows = rows - ops.mean(rows, axis=1, keepdims=True)
    return ops.transpose(rows, (0, 2, 1)) @ rows / (h * w)
""",
                "gram.centred",
            ),
            Wrong(
                """\
def gram_matrix(features):
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n * h * w, c))
    gram = ops.transpose(rows) @ rows / (h * w)
    return ops.repeat(gram[None], n, axis=0)
""",
                "gram.batch",
            ),
            Wrong(edited(_GRAM, ("nhwc,nhwd->ncd", "nhwc,nhwc->nc")), "gram.shape"),
            Wrong(
                """\
def gram_matrix(features):
    rows = ops.mean(features, axis=(1, 2))
    return rows[:, :, None] * rows[:, None, :]
""",
                "gram.values",
            ),
            Wrong(edited(_GRAM, ("    return ops", "    ops")), "value.none"),
            Wrong(
                edited(_GRAM, ("return ops.einsum", 'return str, "gram" + str(ops.einsum'), ("width)", "width))")),
                "gram.type",
            ),
            Wrong(edited(_GRAM, ("features.shape[1], features.shape[2]", "4, 6")), "gram.divisor"),
        ),
    ),
    Exercise(
        id="ex09c",
        answer="transfer_head",
        points=3,
        reference=_HEAD,
        ask=_ask_head,
        judge=_judge_head,
        parameters={"model": ("block_2", 4), "other": ("block_3", 6)},
        hints=(
            mark(
                "The trunk is a model from `model.input` to the output of the named layer: `model.get_layer(layer_name)`. "
                "Its layers are those of `model`, with what they have learned."
            ),
            mark(
                "`trunk.trainable = False` freezes all layers of the trunk. The two new layers are not part of it, so "
                "they stay trainable."
            ),
            mark(
                "Features of shape (h, w, c) become one row of c numbers by `layers.GlobalAveragePooling2D()`; "
                "`layers.Dense(num_classes)` without an activation gives the logits."
            ),
        ),
        right=(
            # layers frozen one by one
            """\
def transfer_head(model, layer_name, num_classes):
    for layer in model.layers:
        layer.trainable = False
    x = model.get_layer(layer_name).output
    x = layers.GlobalAveragePooling2D(name="average")(x)
    return keras.Model(model.inputs, layers.Dense(num_classes, name="logits")(x))
""",
            # the trunk as one nested model, in inference mode
            """\
def transfer_head(model, layer_name, num_classes):
    trunk = keras.Model(model.input, model.get_layer(layer_name).output)
    trunk.trainable = False
    image = keras.Input(model.input.shape[1:])
    x = trunk(image, training=False)
    return keras.Model(image, layers.Dense(num_classes, activation="linear")(layers.GlobalAvgPool2D()(x)))
""",
            # ops, frozen at the end
            """\
def transfer_head(model, layer_name, num_classes):
    features = model.get_layer(layer_name).output
    row = ops.mean(features, axis=(1, 2))
    head = layers.Dense(num_classes)
    new = keras.Model(model.input, head(row))
    for layer in new.layers:
        layer.trainable = layer is head
    return new
""",
            """\
def transfer_head(model, layer_name, num_classes):
    model.trainable = False
    head = keras.Sequential([layers.GlobalAveragePooling2D(), layers.Dense(num_classes)])
    return keras.Model(model.input, head(model.get_layer(layer_name).output))
""",
        ),
        wrong=(
            Wrong(edited(_HEAD, ("    trunk.trainable = False\n", "")), "graph.not_frozen_everywhere"),
            Wrong(
                edited(_HEAD, ("trunk.trainable = False", "model.get_layer(layer_name).trainable = False")),
                "graph.not_frozen",
            ),
            Wrong(
                edited(
                    _HEAD,
                    (
                        "    return keras.Model(trunk.input, outputs)",
                        "    new = keras.Model(trunk.input, outputs)\n    new.trainable = False\n    return new",
                    ),
                ),
                "transfer.all_frozen",
            ),
            Wrong(edited(_HEAD, ("GlobalAveragePooling2D", "GlobalMaxPooling2D")), "graph.kind"),
            Wrong(edited(_HEAD, ("GlobalAveragePooling2D", "Flatten")), "graph.kind"),
            Wrong(edited(_HEAD, ("(num_classes)", '(num_classes, activation="softmax")')), "graph.activation_surplus"),
            Wrong(edited(_HEAD, ("Dense(num_classes)", "Dense(4)")), "arguments.ignored"),
            Wrong(edited(_HEAD, ("get_layer(layer_name)", 'get_layer("block_2")')), "arguments.ignored"),
            Wrong(
                edited(
                    _HEAD,
                    ("(model.input, model.get", '(model.input, model.get_layer("summary").output)\n    model.get'),
                    ("layers.GlobalAveragePooling2D()(trunk.output)", "trunk.output"),
                    ("_name).output)", "_name)"),
                ),
                "graph.surplus",
            ),
            Wrong(
                edited(_HEAD, ("    trunk = ", "    model = keras.models.clone_model(model)\n    trunk = ")),
                "transfer.copied",
            ),
            Wrong(
                edited(_HEAD, ("outputs = layers", 'x = layers.Dense(16, activation="relu")(x)\n    outputs = layers')),
                "graph.surplus",
            ),
            Wrong(edited(_HEAD, ("    return keras.Model(trunk.input, outputs)\n", "")), "answer.returned_none"),
            Wrong(edited(_HEAD, ("return keras.Model(trunk.input, outputs)", "return trunk")), "graph.missing_part"),
            Wrong(edited(_HEAD, ("trunk.output", "model.output")), "answer.raised"),
        ),
    ),
)
