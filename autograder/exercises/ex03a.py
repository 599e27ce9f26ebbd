"""Exercise 03a: a whole model survives in a file, with its compile configuration and its optimizer's state."""

from autograder.asking.archive import is_archive
from autograder.exercises.common.weights import alike
from autograder.exercises.exercise import Exercise
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.questions.ex03a import PATHS, state_of, trained_model
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
)
