"""Exercise 09c: a new head on the frozen trunk of a given model."""

from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.c09_nodes.transfer_head import ask_head, drawn_trunk
from helpers.language import mark

_HEAD = """\
def transfer_head(model, layer_name, num_classes):
    trunk = keras.Model(model.input, model.get_layer(layer_name).output)
    trunk.trainable = False
    x = layers.GlobalAveragePooling2D()(trunk.output)
    outputs = layers.Dense(num_classes)(x)
    return keras.Model(trunk.input, outputs)
"""


def _judge_head(items: dict, parameters: dict) -> list[Finding]:
    for label in ("model", "other"):
        given, (name, classes) = drawn_trunk(parameters["seed"]), parameters[label]
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


EXERCISE = Exercise(
    id="ex09c",
    answer="transfer_head",
    points=3,
    reference=_HEAD,
    ask=ask_head,
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
)
