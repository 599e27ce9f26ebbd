"""Exercise 03b: a new model of the same architecture, without the weights."""

from autograder.exercises.c03_saving.weights import alike
from autograder.exercises.exercise import Exercise, Wrong
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.c03_saving.same_architecture import NAMED, ask_architecture, drawn_network
from helpers.language import mark

_ARCHITECTURE = """\
def same_architecture(model):
    return keras.Model.from_config(model.get_config())
"""


def _judge_architecture(items: dict, parameters: dict) -> list[Finding]:
    seed = parameters["seed"]
    for label in ("model", "other"):
        given = drawn_network(label, seed)
        before = given.get_weights()
        reused = [op.name for op in _operations(items[label]) if op.given]
        if reused:
            return [Finding("architecture.same_layers", {"layers": list(dict.fromkeys(reused))})]
        found = judge.model(items[label], given, None, NAMED)
        if found:
            return found
        if not alike(items[f"{label} source"], before):
            return [Finding("architecture.source_changed")]
        values = items[f"{label} values"]
        pairs = list(zip(values, before, given.weights, strict=True))
        copied = [w.path for value, old, w in pairs if alike([value], [old])]
        if copied:
            return [Finding("architecture.copied", {"got": len(copied), "expected": len(before)})]
        zero = [w.path for value, _old, w in pairs if value.ndim > 1 and not value.any()]
        if zero:
            return [Finding("architecture.zero", {"layers": zero})]
        again = items[f"{label} again"]
        if any(op.given for op in _operations(again)):
            return [Finding("architecture.same_twice")]
        found = judge.model(again, given, None, NAMED)
        if found:
            return [Finding("architecture.second_call"), *found]
    return []


def _operations(item: dict) -> tuple:
    return canonical(item["graph"], NAMED, item["given"]).operations


EXERCISE = Exercise(
    id="ex03b",
    answer="same_architecture",
    points=2,
    reference=_ARCHITECTURE,
    ask=ask_architecture,
    judge=_judge_architecture,
    hints=(
        mark("`model.get_config()` says everything about the graph and its layers, and nothing about the weights."),
        mark("A configuration becomes a model again by `keras.Model.from_config(config)`."),
        mark(
            "`from_config` empties the dict that it is given: ask the model for a new one at every call. "
            "`keras.models.clone_model(model)` does both steps in one."
        ),
    ),
    right=(
        "def same_architecture(model):\n    return keras.models.clone_model(model)\n",
        "def same_architecture(model):\n    return keras.models.model_from_json(model.to_json())\n",
        """\
import copy

def same_architecture(model):
    config = copy.deepcopy(model.get_config())
    new = model.__class__.from_config(config)
    assert new is not model
    return new
""",
        """\
def same_architecture(model):
    return keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(model))
""",
        # the model's calls, repeated with new layers
        """\
def same_architecture(model):
    return keras.models.clone_model(
        model,
        input_tensors=keras.tree.map_structure(lambda t: keras.Input(batch_shape=t.shape), model.input),
        clone_function=lambda layer: layer.__class__.from_config(layer.get_config()),
    )
""",
    ),
    wrong=(
        Wrong("def same_architecture(model):\n    return model\n", "architecture.same_object"),
        Wrong(
            "def same_architecture(model):\n    return keras.Model(model.inputs, model.outputs)\n",
            "architecture.same_layers",
        ),
        Wrong(
            """\
def same_architecture(model):
    new = keras.models.clone_model(model)
    new.set_weights(model.get_weights())
    return new
""",
            "architecture.copied",
        ),
        Wrong("import copy\n\ndef same_architecture(model):\n    return copy.deepcopy(model)\n", "architecture.copied"),
        Wrong(
            """\
def same_architecture(model):
    new = keras.models.clone_model(model)
    new.layers[-1].set_weights(model.layers[-1].get_weights())
    return new
""",
            "architecture.copied",
        ),
        Wrong(
            """\
def same_architecture(model):
    new = keras.models.clone_model(model)
    new.set_weights([np.zeros_like(w) for w in new.get_weights()])
    return new
""",
            "architecture.zero",
        ),
        Wrong(
            """\
def same_architecture(model):
    new = keras.models.clone_model(model)
    model.set_weights(new.get_weights())
    return new
""",
            "architecture.source_changed",
        ),
        Wrong(
            """\
def same_architecture(model):
    def copy(layer):
        config = layer.get_config()
        if not isinstance(layer, layers.InputLayer):
            config["name"] = "new_" + config["name"]
        return layer.__class__.from_config(config)
    return keras.models.clone_model(model, clone_function=copy)
""",
            "graph.names",
        ),
        Wrong(
            """\
import weakref

configs = weakref.WeakKeyDictionary()

def same_architecture(model):
    config = configs.setdefault(model, model.get_config())
    return keras.Model.from_config(config)
""",
            "architecture.second_call",
        ),
        Wrong(
            """\
import weakref

made = weakref.WeakKeyDictionary()

def same_architecture(model):
    if model not in made:
        made[model] = keras.models.clone_model(model)
    return made[model]
""",
            "architecture.same_twice",
        ),
        Wrong(
            """\
import weakref

made = weakref.WeakKeyDictionary()

def same_architecture(model):
    if model not in made:
        made[model] = keras.models.clone_model(model)
    return keras.Model(made[model].inputs, made[model].outputs)
""",
            "architecture.same_twice",
        ),
        # the layers in a line, whatever the graph was
        Wrong(
            """\
def same_architecture(model):
    x = inputs = keras.Input(batch_shape=model.inputs[0].shape)
    for layer in model.layers[1:]:
        if isinstance(layer, layers.Dense):
            x = layers.Dense.from_config(layer.get_config())(x)
    return keras.Model(inputs, x)
""",
            "graph.missing_merge",
        ),
        Wrong("def same_architecture(model):\n    return model.get_config()\n", "model.type"),
        Wrong(
            "def same_architecture(model):\n    keras.Model.from_config(model.get_config())\n",
            "answer.returned_none",
        ),
    ),
)
