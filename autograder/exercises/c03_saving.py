"""Exercises of chapter 03: a model saved and restored whole, its architecture alone, its weights alone."""

import contextlib
import os
import tempfile
import zipfile
from typing import Any

import numpy as np

from autograder import judge, probe
from autograder.collect import Answer, Stop, core
from autograder.exercises.exercise import Exercise, Wrong, edited
from autograder.graph import Rules, canonical
from autograder.verdict import Finding
from helpers import graph
from helpers.language import mark


def _set_weights(model: Any, seed: int) -> None:
    """Drawn weights, none of them 0 or 1, so that no fresh one is like them."""
    draw = np.random.default_rng([seed, 31])
    model.set_weights([draw.uniform(0.1, 0.4, w.shape).astype("float32") for w in model.get_weights()])


# ex03a ---

_RESTORE = """\
def save_and_restore(model, path):
    model.save(path)
    return keras.saving.load_model(path)
"""
_PATHS = {"model": "first.keras", "other": "copies/second.keras"}
_ROWS = 24


def _trained(label: str, seed: int) -> Any:
    """A small compiled model whose weights and optimizer are as if it had been trained; what they are is drawn."""
    import keras

    layers, draw = keras.layers, np.random.default_rng([seed, 32, len(label)])
    rate = round(float(draw.uniform(0.002, 0.009)), 4)
    entry = keras.Input((7,), name="rows")
    if label == "model":
        x = layers.BatchNormalization(name="norm")(layers.Dense(6, activation="relu", name="hidden")(entry))
        model = keras.Model(entry, layers.Dense(4, name="logits")(x), name="classifier")
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.Adam(rate, beta_1=0.85), loss, metrics=["accuracy"])
    else:
        x = layers.Dense(5, activation="tanh", name="left")(entry)
        x = layers.Add(name="sum")([x, layers.Dense(5, name="right")(entry)])
        model = keras.Model(entry, layers.Dense(4, name="price")(x), name="prices")
        model.compile(keras.optimizers.SGD(rate, momentum=0.8, nesterov=True), "mse", metrics=["mae"])
    model.optimizer.build(model.trainable_variables)
    _set_weights(model, seed)
    for variable in model.optimizer.variables:
        if variable.path.endswith("iteration"):
            variable.assign(int(draw.integers(20, 90)))
        elif not variable.path.endswith("learning_rate"):
            variable.assign(draw.uniform(0.01, 0.1, variable.shape))
    return model


def _data(label: str, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Drawn rows, targets and outputs of a model of `_trained`."""
    draw = np.random.default_rng([seed, 33])
    rows, outputs = draw.normal(size=(_ROWS, 7)).astype("float32"), draw.normal(size=(_ROWS, 4)).astype("float32")
    targets = draw.integers(0, 4, _ROWS) if label == "model" else draw.normal(size=(_ROWS, 4)).astype("float32")
    return rows, targets, outputs


def _state(model: Any, label: str, seed: int) -> dict:
    """What is to survive: outputs, and what the model's loss, metrics and optimizer are and say of drawn rows."""
    import keras

    state: dict[str, Any] = {
        "outputs": probe.kept(model, graph.read(model), seed),
        "compiled": bool(model.compiled and getattr(model, "optimizer", None)),
    }
    if not state["compiled"]:
        return state
    state["optimizer"] = type(model.optimizer).__name__
    state["options"] = {k: v for k, v in graph.plain(model.optimizer.get_config()).items() if k != "name"}
    state["variables"] = [np.array(keras.ops.convert_to_numpy(v)) for v in model.optimizer.variables]
    rows, targets, outputs = _data(label, seed)
    try:
        state["loss"] = float(model.compute_loss(x=rows, y=targets, y_pred=outputs))
        model.reset_metrics()
        said = model.compute_metrics(rows, targets, outputs)
        state["metrics"] = {str(name): float(value) for name, value in said.items() if name != "loss"}
    except Exception as error:  # a loss or metric that does not fit the model raises errors of many kinds
        state["error"] = core(error)
    return state


def _ask_restore(answer: Answer, parameters: dict) -> None:
    seed = parameters["seed"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, contextlib.chdir(folder):
        os.mkdir("copies")
        for label, path in _PATHS.items():
            model, call = _trained(label, seed), f'save_and_restore(model, "{path}")'
            result = answer.call(model, path, shown=call)
            if result is model:
                raise answer.fault("saving.same_object")
            answer.model(label, result, None, given={"model": model})
            if getattr(result, "optimizer", None) is model.optimizer:
                raise answer.fault("saving.same_optimizer")
            answer.items[f"{label} state"] = answer.run(lambda r=result, k=label: _state(r, k, seed), call)
            answer.items[f"{label} file"] = _archive(path, label, seed)


def _archive(path: str, label: str, seed: int) -> dict:
    """What stands at `path`, and what a model that is loaded from there does."""
    import keras

    ours = {os.path.normpath(p) for p in _PATHS.values()}
    others = [os.path.normpath(os.path.join(top, f)) for top, _folders, files in os.walk(".") for f in files]
    found = {
        "exists": os.path.exists(path),
        "elsewhere": sorted(set(others) - ours)[:3],
        "archive": os.path.isfile(path) and zipfile.is_zipfile(path),
    }
    if found["archive"]:
        try:
            found["state"] = _state(keras.saving.load_model(path), label, seed)
        except Exception as error:  # an archive may hold anything
            found["error"] = core(error)
    return found


def _judge_restore(items: dict, parameters: dict) -> list[Finding]:
    for label, path in _PATHS.items():
        wanted = _state(_trained(label, parameters["seed"]), label, parameters["seed"])
        call = f'save_and_restore(model, "{path}")'
        found = _file(items[f"{label} file"], wanted, path, call)
        if found:
            return found
        got = canonical(items[label]["graph"], given=items[label]["given"])
        if any(op.given for op in got.operations):
            return [Finding("saving.same_layers")]
        found = _other_state(items[f"{label} state"], wanted)
        if found:
            return found
    return []


def _file(found: dict, wanted: dict, path: str, call: str) -> list[Finding]:
    values = {"path": path, "call": call}
    if not found["exists"]:
        elsewhere = [str(name) for name in found["elsewhere"]]
        return [Finding("saving.elsewhere" if elsewhere else "saving.no_file", values | {"got": elsewhere})]
    if not found["archive"]:
        return [Finding("saving.not_archive", values)]
    if "state" not in found:
        return [Finding("saving.not_loaded", values | {"message": str(found["error"])})]
    other = _other_state(found["state"], wanted)
    if not other:
        return []
    return [Finding("saving.file_outputs" if other[0].key == "saving.outputs" else "saving.file_training", values)]


def _other_state(got: dict, wanted: dict) -> list[Finding]:
    """What of a model's state is not as it was."""
    if not _alike(got["outputs"], wanted["outputs"]):
        return [Finding("saving.outputs")]
    if not got["compiled"]:
        return [Finding("saving.not_compiled")]
    if got["optimizer"] != wanted["optimizer"]:
        return [Finding("saving.optimizer", {"got": got["optimizer"], "expected": wanted["optimizer"]})]
    for option, value in wanted["options"].items():
        have = got["options"].get(option)
        close = isinstance(value, float) and isinstance(have, float) and abs(have - value) <= 1e-5 * abs(value)
        if have != value and not close:
            return [Finding("saving.option", {"option": option, "got": have, "expected": value})]
    if "error" in got or abs(got["loss"] - wanted["loss"]) > 1e-4:
        return [Finding("saving.loss")]
    if not _alike(sorted(got["metrics"].values()), sorted(wanted["metrics"].values())):
        return [Finding("saving.metrics", {"expected": list(wanted["metrics"])})]
    if not _alike(got["variables"], wanted["variables"]):
        return [Finding("saving.optimizer_state", {"op": wanted["optimizer"]})]
    return []


def _alike(got: Any, wanted: list) -> bool:
    return len(got) == len(wanted) and all(
        np.shape(g) == np.shape(w) and np.allclose(g, w, rtol=1e-4, atol=1e-5) for g, w in zip(got, wanted, strict=True)
    )


# ex03b ---

_ARCHITECTURE = """\
def same_architecture(model):
    return keras.Model.from_config(model.get_config())
"""
_NAMED = Rules(names=True)


def _network(label: str, seed: int) -> Any:
    """A functional model with drawn weights: one has two inputs, a shared layer, a frozen one and a nested model."""
    import keras

    layers = keras.layers
    if label == "model":
        entry = keras.Input((9,), name="rows")
        x = layers.Dense(6, activation="relu", name="first")(entry)
        skip = layers.Add(name="skip")([x, layers.Dense(6, activation="tanh", name="second")(x)])
        model = keras.Model(entry, layers.Dense(3, name="scores")(skip), name="small")
    else:
        part = keras.Input((4,), name="part")
        inner = keras.Model(part, layers.Dense(3, activation="elu", name="inside")(part), name="inner")
        left, right = keras.Input((5,), name="left"), keras.Input((5,), name="right")
        shared = layers.Dense(4, name="shared")
        frozen = layers.Dense(4, name="frozen", trainable=False)
        both = layers.Concatenate(name="both")([inner(shared(left)), frozen(shared(right))])
        norm = layers.BatchNormalization(name="norm")(both)
        model = keras.Model([left, right], [layers.Dense(2, name="scores")(norm), both], name="pair")
    _set_weights(model, seed)
    return model


def _ask_architecture(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        given = _network(label, parameters["seed"])
        first = answer.call(given, shown="same_architecture(model)")
        if first is given:
            raise answer.fault("architecture.same_object")
        answer.model(label, first, None, _NAMED, given={"model": given})
        answer.items[f"{label} values"] = [np.array(w) for w in first.get_weights()]
        try:
            second = answer.call(given, shown="same_architecture(model)")
            answer.model(f"{label} again", second, None, _NAMED, given={"model": given, "first": first})
        except Stop:
            answer.items["faults"].insert(0, {"key": "architecture.second_call", "values": {}})
            raise
        if second is first:
            raise answer.fault("architecture.same_twice")
        answer.items[f"{label} source"] = [np.array(w) for w in given.get_weights()]


def _judge_architecture(items: dict, parameters: dict) -> list[Finding]:
    seed = parameters["seed"]
    for label in ("model", "other"):
        given = _network(label, seed)
        before = given.get_weights()
        reused = [op.name for op in _operations(items[label]) if op.given]
        if reused:
            return [Finding("architecture.same_layers", {"layers": list(dict.fromkeys(reused))})]
        found = judge.model(items[label], given, seed, _NAMED)
        if found:
            return found
        if not _alike(items[f"{label} source"], before):
            return [Finding("architecture.source_changed")]
        values = items[f"{label} values"]
        pairs = list(zip(values, before, given.weights, strict=True))
        copied = [w.path for value, old, w in pairs if _alike([value], [old])]
        if copied:
            return [Finding("architecture.copied", {"got": len(copied), "expected": len(before)})]
        zero = [w.path for value, _old, w in pairs if value.ndim > 1 and not value.any()]
        if zero:
            return [Finding("architecture.zero", {"layers": zero})]
        again = items[f"{label} again"]
        if any(op.given for op in _operations(again)):
            return [Finding("architecture.same_twice")]
        found = judge.model(again, given, seed, _NAMED)
        if found:
            return [Finding("architecture.second_call"), *found]
    return []


def _operations(item: dict) -> tuple:
    return canonical(item["graph"], _NAMED, item["given"]).operations


# ex03c ---

_TRANSFER = """\
def transfer_weights(source, target):
    if [w.shape for w in source.weights] != [w.shape for w in target.weights]:
        raise ValueError("The two models differ in number or shapes of their weights.")
    target.set_weights(source.get_weights())
"""
_CALL = "transfer_weights(source, target)"
_PAIRS = {
    "match": ((5, 4, 4, 3), (5, 4, 4, 3)),
    "fewer": ((5, 4, 4, 3), (5, 4, 4)),
    "more": ((5, 4, 4), (5, 4, 4, 3)),
    "last": ((5, 4, 4, 3), (5, 4, 4, 2)),
    "first": ((5, 4, 4, 3), (6, 4, 4, 3)),
    "turned": ((6, 4, 6), (4, 6, 4)),
}
"""Widths of source and target: input, then one Dense each. "turned" has equally many weights and numbers in all."""


def _tower(widths: tuple[int, ...], side: str, seed: int) -> Any:
    """A chain of Dense layers after a BatchNormalization; without either's vectors where `widths` are three."""
    import keras

    layers, plain = keras.layers, len(widths) == 3 and widths[0] != 5
    entry = keras.Input((widths[0],), name=f"{side}_rows")
    x = entry
    for place, width in enumerate(widths[1:], 1):
        x = layers.Dense(width, use_bias=not plain, name=f"{side}_dense_{place}")(x)
        if place == 1 and not plain:
            x = layers.BatchNormalization(name=f"{side}_norm")(x)
    model = keras.Model(entry, x, name=side)
    _set_weights(model, seed + (side == "target"))
    return model


def _ask_transfer(answer: Answer, parameters: dict) -> None:
    for case, widths in _PAIRS.items():
        models = [_tower(w, s, parameters["seed"]) for w, s in zip(widths, ("source", "target"), strict=True)]
        error = answer.attempt(*models, shown=_CALL) if case != "match" else answer.call(*models, shown=_CALL) and None
        source, target = ([np.array(w) for w in m.get_weights()] for m in models)
        answer.items[case] = {"error": error, "source": source, "target": target}


def _judge_transfer(items: dict, parameters: dict) -> list[Finding]:
    for case, widths in _PAIRS.items():
        source, target = (_tower(w, s, parameters["seed"]) for w, s in zip(widths, ("source", "target"), strict=True))
        found = (_copied if case == "match" else _refused)(items[case], source, target)
        if found:
            return found
    return []


def _copied(item: dict, source: Any, target: Any) -> list[Finding]:
    wanted, before = source.get_weights(), target.get_weights()
    if not _alike(item["source"], wanted):
        return [Finding("weights.reversed" if _alike(item["source"], before) else "weights.source_changed")]
    if _alike(item["target"], wanted):
        return []
    if _alike(item["target"], before):
        return [Finding("weights.unchanged")]
    pairs = zip(item["target"], before, target.weights, strict=True)
    kept = [w.path for got, old, w in pairs if _alike([got], [old])]
    return [Finding("weights.left_out", {"layers": kept})] if kept else [Finding("weights.other")]


def _refused(item: dict, source: Any, target: Any) -> list[Finding]:
    """Findings on two models whose weights don't fit: an error is asked for, and nothing changed."""
    wanted, before = source.get_weights(), target.get_weights()
    error = item["error"]
    values = {"call": _CALL, "got": len(wanted), "expected": len(before)}
    if error is None and len(wanted) != len(before):
        return [Finding("weights.no_error_count", values)]
    if error is None:
        place, a, b = next((k, a, b) for k, (a, b) in enumerate(zip(wanted, before, strict=True)) if a.shape != b.shape)
        shapes = {"place": place + 1, "got": list(a.shape), "expected": list(b.shape)}
        return [Finding("weights.no_error_shape", values | shapes)]
    if not error["value_error"]:
        return [Finding("weights.error_type", values | {"type": error["type"], "message": error["message"]})]
    if not _alike(item["source"], wanted):
        return [Finding("weights.source_changed")]
    if not _alike(item["target"], before):
        pairs = zip(item["target"], before, strict=True)
        changed = sum(not _alike([got], [old]) for got, old in pairs)
        return [Finding("weights.half_copied", {"got": changed, "expected": len(before)})]
    return []


EXERCISES = (
    Exercise(
        id="ex03a",
        answer="save_and_restore",
        points=2,
        reference=_RESTORE,
        ask=_ask_restore,
        judge=_judge_restore,
        hints=(
            mark("`model.save(path)` writes everything into one file: architecture, weights, compile configuration."),
            mark("The new model comes from the file: `keras.saving.load_model(path)`. The old one is left alone."),
            mark(
                "Leave `compile` of `load_model` as it is: without it the new model has no loss, no optimizer and none of "
                "the optimizer's state, so that training can't resume."
            ),
        ),
        right=(
            """\
import pathlib

def save_and_restore(model, path):
    keras.saving.save_model(model, pathlib.Path(path), overwrite=True)
    return keras.models.load_model(pathlib.Path(path), compile=True)
""",
            # the archive's weights, the optimizer's among them, into a model made from the configuration
            """\
def save_and_restore(model, path):
    model.save(path)
    new = keras.Model.from_config(model.get_config())
    new.compile_from_config(model.get_compile_config())
    new.load_weights(path)
    return new
""",
            # by hand
            """\
def save_and_restore(model, path):
    model.save(filepath=path)
    new = keras.models.clone_model(model)
    new.set_weights(model.get_weights())
    new.compile_from_config(model.get_compile_config())
    new.optimizer.build(new.trainable_variables)
    for mine, its in zip(new.optimizer.variables, model.optimizer.variables, strict=True):
        mine.assign(its)
    return new
""",
            # another name first
            """\
import os, shutil

def save_and_restore(model, path):
    folder, name = os.path.split(path)
    draft = os.path.join(folder, "draft_" + name)
    model.save(draft)
    shutil.move(draft, path)
    with open(path, "rb"):
        restored = keras.saving.load_model(path)
    return restored
""",
        ),
        wrong=(
            Wrong(edited(_RESTORE, ("return keras.saving.load_model(path)", "return model")), "saving.same_object"),
            Wrong(edited(_RESTORE, ("load_model(path)", "load_model(path, compile=False)")), "saving.not_compiled"),
            Wrong(edited(_RESTORE, ("    return", "   ")), "answer.returned_none"),
            Wrong(edited(_RESTORE, ("(path)", '("mlp.keras")')), "saving.elsewhere"),
            Wrong(
                "import copy\n\ndef save_and_restore(model, path):\n    return copy.deepcopy(model)\n", "saving.no_file"
            ),
            Wrong(
                """\
def save_and_restore(model, path):
    weights = path.replace(".keras", ".weights.h5")
    model.save_weights(weights)
    new = keras.models.clone_model(model)
    new.load_weights(weights)
    return new
""",
                "saving.elsewhere",
            ),
            Wrong("def save_and_restore(model, path):\n    model.save_weights(path)\n", "answer.raised"),
            Wrong(
                """\
def save_and_restore(model, path):
    with open(path, "w") as file:
        file.write(model.to_json())
    new = keras.models.model_from_json(open(path).read())
    new.set_weights(model.get_weights())
    return new
""",
                "saving.not_archive",
            ),
            Wrong(
                """\
def save_and_restore(model, path):
    model.save(path)
    new = keras.models.clone_model(model)
    new.compile_from_config(model.get_compile_config())
    return new
""",
                "saving.outputs",
            ),
            Wrong(
                """\
def save_and_restore(model, path):
    model.save(path)
    new = keras.models.clone_model(model)
    new.set_weights(model.get_weights())
    new.compile_from_config(model.get_compile_config())
    return new
""",
                "saving.optimizer_state",
            ),
            Wrong(
                """\
def save_and_restore(model, path):
    model.save(path)
    new = keras.saving.load_model(path)
    new.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    return new
""",
                "saving.option",
            ),
            Wrong(
                """\
def save_and_restore(model, path):
    model.save(path)
    restored = keras.saving.load_model(path)
    new = keras.Model.from_config(restored.get_config())
    new.set_weights(restored.get_weights())
    new.compile(restored.optimizer, restored.loss)
    return new
""",
                "saving.metrics",
            ),
            Wrong(
                """\
def save_and_restore(model, path):
    model.save(path)
    new = keras.saving.load_model(path)
    new.compile(new.optimizer, keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
    return new
""",
                "saving.loss",
            ),
            Wrong(
                """\
def save_and_restore(model, path):
    model.save(path)
    new = keras.saving.load_model(path)
    new.compile(model.optimizer, model.loss, metrics=["accuracy"])
    return new
""",
                "saving.same_optimizer",
            ),
            Wrong(
                """\
def save_and_restore(model, path):
    model.save(path)
    new = keras.Model(model.inputs, model.outputs)
    new.compile_from_config(model.get_compile_config())
    return new
""",
                "saving.same_layers",
            ),
            Wrong(
                """\
def save_and_restore(model, path):
    new = keras.models.clone_model(model)
    new.save(path)
    return keras.saving.load_model(path)
""",
                "saving.file_outputs",
            ),
            Wrong(
                """\
import copy

def save_and_restore(model, path):
    new = copy.deepcopy(model)
    new.compile("adam", "mse")
    new.save(path)
    return copy.deepcopy(model)
""",
                "saving.file_training",
            ),
            Wrong(edited(_RESTORE, ("keras.saving.load_model(path)", "path")), "model.type"),
        ),
    ),
    Exercise(
        id="ex03b",
        answer="same_architecture",
        points=2,
        reference=_ARCHITECTURE,
        ask=_ask_architecture,
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
            Wrong(
                "import copy\n\ndef same_architecture(model):\n    return copy.deepcopy(model)\n", "architecture.copied"
            ),
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
    ),
    Exercise(
        id="ex03c",
        answer="transfer_weights",
        points=3,
        reference=_TRANSFER,
        ask=_ask_transfer,
        judge=_judge_transfer,
        hints=(
            mark("`source.get_weights()` gives the weights as a list of arrays, `target.set_weights(...)` takes one."),
            mark(
                "`set_weights` copies one weight after the other and stops at the first that does not fit. "
                "What it has copied until then stays."
            ),
            mark(
                "So compare before you copy: the shapes of `source.weights` and `target.weights`, as two lists. "
                "Where they differ, `raise ValueError(...)`."
            ),
        ),
        right=(
            """\
def transfer_weights(source, target):
    pairs = list(zip(source.weights, target.weights, strict=True))
    for its, mine in pairs:
        if tuple(its.shape) != tuple(mine.shape):
            raise ValueError(f"{its.path} does not fit {mine.path}")
    for its, mine in pairs:
        mine.assign(its)
    return target
""",
            # try, and put back
            """\
def transfer_weights(source, target):
    before = target.get_weights()
    try:
        target.set_weights(source.get_weights())
    except ValueError:
        target.set_weights(before)
        raise
""",
            """\
class Mismatch(ValueError):
    pass

def transfer_weights(source, target):
    values = source.get_weights()
    if len(values) != len(target.weights):
        raise Mismatch("number")
    if not all(v.shape == w.shape for v, w in zip(values, target.get_weights())):
        raise Mismatch("shapes")
    for value, variable in zip(values, target.weights):
        variable.assign(ops.convert_to_tensor(value))
""",
        ),
        wrong=(
            Wrong(
                "def transfer_weights(source, target):\n    target.set_weights(source.get_weights())\n",
                "weights.half_copied",
            ),
            Wrong(
                """\
def transfer_weights(source, target):
    for mine, its in zip(target.weights, source.weights):
        mine.assign(its)
""",
                "weights.no_error_count",
            ),
            Wrong(
                """\
def transfer_weights(source, target):
    for mine, its in zip(target.layers, source.layers):
        mine.set_weights(its.get_weights())
""",
                "weights.no_error_count",
            ),
            Wrong(
                """\
def transfer_weights(source, target):
    if len(source.weights) != len(target.weights):
        raise ValueError
    for mine, its in zip(target.weights, source.weights):
        if mine.shape == its.shape:
            mine.assign(its)
""",
                "weights.no_error_shape",
            ),
            Wrong(
                """\
def transfer_weights(source, target):
    if source.count_params() != target.count_params():
        raise ValueError("models differ")
    for mine, its in zip(target.weights, source.weights):
        mine.assign(ops.reshape(its, mine.shape))
""",
                "weights.no_error_shape",
            ),
            Wrong(
                """\
def transfer_weights(source, target):
    for mine, its in zip(target.weights, source.weights, strict=True):
        if mine.shape != its.shape:
            raise ValueError(mine.path)
        mine.assign(its)
""",
                "weights.half_copied",
            ),
            Wrong(
                edited(
                    _TRANSFER,
                    ("if [", "assert ["),
                    ("!=", "=="),
                    (":\n        raise ValueError(", ", ("),
                ),
                "weights.error_type",
            ),
            Wrong(edited(_TRANSFER, ("raise ValueError(", "return print(")), "weights.no_error_count"),
            Wrong(
                edited(
                    _TRANSFER, ("target.set_weights(source.get_weights())", "source.set_weights(target.get_weights())")
                ),
                "weights.reversed",
            ),
            Wrong(
                edited(
                    _TRANSFER,
                    (
                        "    target.set_weights(source.get_weights())\n",
                        "    for mine, its in zip(target.trainable_weights, source.trainable_weights):\n"
                        "        mine.assign(its)\n",
                    ),
                ),
                "weights.left_out",
            ),
            Wrong(
                edited(
                    _TRANSFER,
                    (
                        "    target.set_weights(source.get_weights())\n",
                        "    target = keras.models.clone_model(source)\n"
                        "    target.set_weights(source.get_weights())\n    return target\n",
                    ),
                ),
                "weights.unchanged",
            ),
            Wrong(
                edited(_TRANSFER, ("target.set_weights(source.get_weights())", "target.set_weights(source)")),
                "answer.raised",
            ),
        ),
    ),
)
