"""Exercise 03a: a whole model survives in a file, with its compile configuration and its optimizer's state."""

from autograder.asking.archive import is_archive
from autograder.exercises.c03_saving.weights import alike
from autograder.exercises.exercise import Exercise, Wrong, edited
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.questions.c03_saving.save_and_restore import PATHS, ask_restore, state_of, trained_model
from helpers.language import mark

_RESTORE = """\
def save_and_restore(model, path):
    model.save(path)
    return keras.saving.load_model(path)
"""


def _judge_restore(items: dict, parameters: dict) -> list[Finding]:
    for label, path in PATHS.items():
        wanted = state_of(trained_model(label, parameters["seed"]), label, parameters["seed"])
        call = f'save_and_restore(model, "{path}")'
        found = _file(items[f"{label} file"], items["elsewhere"].get(label, {}), wanted, path, call)
        if found:
            return found
        got = canonical(items[label]["graph"], given=items[label]["given"])
        if any(op.given for op in got.operations):
            return [Finding("saving.same_layers")]
        found = _other_state(items[f"{label} state"], wanted)
        if found:
            return found
    return []


def _archives(items: dict, parameters: dict) -> dict:
    """The files that were written: they are opened where no code of the learner's is."""
    files = {label: items[f"{label} file"].get("bytes") for label in PATHS}
    return {label: data for label, data in files.items() if is_archive(data)} | {"seed": parameters["seed"]}


def _file(found: dict, opened: dict, wanted: dict, path: str, call: str) -> list[Finding]:
    """Findings on a file.

    Args:
        found: what the learner's side says of it.
        opened: the state of the model in it, or the error that stopped its loading.
    """
    values = {"path": path, "call": call}
    if not found["exists"]:
        elsewhere = [str(name) for name in found["elsewhere"]]
        return [Finding("saving.elsewhere" if elsewhere else "saving.no_file", values | {"got": elsewhere})]
    if not opened:
        return [Finding("saving.not_archive", values)]
    if "state" not in opened:
        return [Finding("saving.not_loaded", values | {"message": str(opened["error"])})]
    other = _other_state(opened["state"], wanted)
    if not other:
        return []
    return [Finding("saving.file_outputs" if other[0].key == "saving.outputs" else "saving.file_training", values)]


def _other_state(got: dict, wanted: dict) -> list[Finding]:
    """What of a model's state is not as it was."""
    if not alike(got["outputs"], wanted["outputs"]):
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
    if not alike(sorted(got["metrics"].values()), sorted(wanted["metrics"].values())):
        return [Finding("saving.metrics", {"expected": list(wanted["metrics"])})]
    if not alike(got["variables"], wanted["variables"]):
        return [Finding("saving.optimizer_state", {"op": wanted["optimizer"]})]
    return []


EXERCISE = Exercise(
    id="ex03a",
    answer="save_and_restore",
    points=2,
    reference=_RESTORE,
    ask=ask_restore,
    judge=_judge_restore,
    elsewhere=_archives,
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
        Wrong("import copy\n\ndef save_and_restore(model, path):\n    return copy.deepcopy(model)\n", "saving.no_file"),
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
)
