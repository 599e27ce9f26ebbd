"""Exercise 14a: a project of the learner's own, ticked off from its graph, its training, its file, its picture, its text."""

import math
from itertools import chain

from autograder.exercises.exercise import Exercise
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from helpers.language import mark

FEWEST = 20
"""Held-out samples."""
_SHORTEST = 150
"""Signs of an explanation; a Chinese one counts as three."""
_SHARE = 1 / 6

_PROJECT = """\
def my_project():
    return {
        "model": model,
        "held_out": (unseen, sums),
        "file": FILE,
        "picture": helpers.draw(model),
        "explanation": EXPLANATION,
    }
"""
_SMALLER = '''\
import atexit
import os
import shutil
import tempfile

import helpers

FILE = os.path.join(tempfile.mkdtemp(prefix="kfa-project-"), "project.keras")
atexit.register(shutil.rmtree, os.path.dirname(FILE), True)


def rows(count, seed):
    """Pairs of rows, and whether the sum of the left one is the larger."""
    draw = np.random.default_rng(seed)
    left, right = draw.normal(size=(2, count, 5)).astype("float32")
    return {"left": left, "right": right}, (left.sum(1) > right.sum(1)).astype("float32")[:, None]


def comparing():
    """A model that measures both rows by one layer."""
    size = layers.Dense(1, name="size")
    left, right = keras.Input((5,), name="left"), keras.Input((5,), name="right")
    difference = layers.Subtract(name="difference")([size(left), size(right)])
    return keras.Model([left, right], layers.Dense(1, name="larger")(difference))


def trained(built):
    """The model, trained for a moment and saved."""
    keras.utils.set_random_seed(14)
    built.compile(keras.optimizers.Adam(0.05), keras.losses.BinaryCrossentropy(from_logits=True))
    built.fit(*rows(600, 1), epochs=3, batch_size=32, verbose=0)
    built.save(FILE)
    return built


EXPLANATION = """Two rows go in, `left` and `right`. Each is measured by the layer `size`: one layer, called twice, so that
both are measured alike. Their difference goes to `larger`, a logit that says whether left is the larger one."""
model = trained(comparing())
unseen, sums = rows(80, 2)


def project(**other):
    """A whole project, with what is to be otherwise."""
    whole = {"model": model, "held_out": (unseen, sums), "file": FILE, "picture": helpers.draw(model)}
    return whole | {"explanation": EXPLANATION} | other


'''


def _steps(items: dict) -> list[Finding]:
    """The checklist: what is done costs nothing, what is still to be done its share."""
    steps = (_inputs, _common, _trained, _saved, _loaded, _explained)
    return list(chain.from_iterable(step(items) for step in steps))


def _judge(items: dict, _parameters: dict) -> list[Finding]:
    return [finding for finding in _steps(items) if finding.cost]


def _ticks(items: dict, _parameters: dict) -> list[Finding]:
    return [finding for finding in _steps(items) if not finding.cost]


def _done(key: str, **values: object) -> list[Finding]:
    return [Finding(key, values, cost=0)]


def _open(key: str, nodes: tuple[int, ...] = (), **values: object) -> list[Finding]:
    return [Finding(key, values, cost=_SHARE, nodes=nodes)]


def _inputs(items: dict) -> list[Finding]:
    """Two inputs or more, each with a way to an output."""
    graph = items["model"]["graph"]
    names = [graph["nodes"][node]["name"] for node, _k in graph["inputs"]["flat"]]
    if len(names) < 2:
        return _open("project.one_input", got=names)
    used, reached = [node for node, _k in graph["outputs"]["flat"]], set()
    while used:
        node = used.pop()
        if node not in reached:
            reached.add(node)
            used += [source for source, _k in graph["nodes"][node]["inputs"]]
    loose = tuple(node for node, _k in graph["inputs"]["flat"] if node not in reached)
    if loose:
        return _open("project.loose_input", loose, got=[graph["nodes"][node]["name"] for node in loose])
    return _done("fact.project_inputs", count=len(names), got=names)


def _common(items: dict) -> list[Finding]:
    """A layer with weights that is called more than once, or a model inside of the model."""
    shared, nested = _parts(items["model"]["graph"])
    if shared:
        return _done("fact.project_shared", layer=shared[0])
    return _done("fact.project_nested", layer=nested[0]) if nested else _open("project.nothing_common")


def _parts(graph: dict) -> tuple[list[str], list[str]]:
    """Names of what is shared in a graph, and of what is nested."""
    nodes = graph["nodes"]
    shared = [node["name"] for node in nodes if node["call"] and node["weights"]]
    inner = [node for node in nodes if node["graph"]]
    nested = [node["name"] for node in inner if sum(n["kind"] != "input" for n in node["graph"]["nodes"]) > 1]
    for node in inner:
        shared += [] if node["call"] else _parts(node["graph"])[0]
    return shared, nested


def _trained(items: dict) -> list[Finding]:
    found = items["training"]
    if not found["compiled"]:
        return _open("project.not_compiled")
    if not found["steps"]:
        return _open("project.not_trained")
    if "type" in found:
        return _open("project.no_pair", got=found["type"]) if found["type"] else _open("project.no_held_out")
    if found["count"] < FEWEST:
        return _open("project.few_held_out", count=found["count"], most=FEWEST)
    if "error" in found:
        return _open("project.not_evaluated", message=found["error"])
    as_it_is, *random = found["losses"]
    if not as_it_is < sum(loss if math.isfinite(loss) else math.inf for loss in random) / len(random):
        return _open("project.nothing_learned")
    return _done("fact.project_trained", size=found["count"])


def _saved(items: dict) -> list[Finding]:
    found = items["file"]
    if not found["path"]:
        return _open("project.no_path", got=found["type"]) if found["type"] else _open("project.no_file_said")
    if not found["there"]:
        return _open("project.no_file", path=found["path"])
    return (
        _done("fact.project_saved", path=found["path"])
        if found["archive"]
        else _open("project.no_archive", path=found["path"])
    )


def _loaded(items: dict) -> list[Finding]:
    found = items["file"]
    if not found.get("archive"):
        return _open("project.not_loaded_yet")
    if "error" in found:
        return _open("project.not_loaded", path=found["path"], message=found["error"])
    if "same" not in found:
        return _open("project.not_compared")
    return _done("fact.project_loaded") if found["same"] else _open("project.other_outputs", path=found["path"])


def _explained(items: dict) -> list[Finding]:
    """A picture of this graph, and a text that names both ends of it and what is shared or nested."""
    graph, picture, text = items["model"]["graph"], items["picture"], items["explanation"]
    names = [graph["nodes"][node]["name"] for node, _k in graph["inputs"]["flat"]]
    if picture["kind"] == "no_file":
        return _open("project.no_picture_file", path=picture["path"])
    if picture["kind"] not in ("picture", "file"):
        return _open("project.no_picture")
    if "text" in picture and not all(name in picture["text"] for name in names):
        return _open("project.other_picture", got=[name for name in names if name not in picture["text"]])
    length = len(text.strip()) + 2 * sum("\u4e00" <= sign <= "\u9fff" for sign in text)
    if length < _SHORTEST:
        return _open("project.short_text" if text.strip() else "project.no_text")
    common = list(chain(*_parts(graph)))
    said = text.lower()
    ends = canonical(graph).output_keys or graph["outputs"]["names"]
    missing = [name for name in [*names, *ends] if name.lower() not in said]
    if common and not any(name.lower() in said for name in common):
        missing.append(common[0])
    return _open("project.unsaid", got=missing) if missing else _done("fact.project_explained")


EXERCISE = Exercise(
    id="ex14a",
    answer="my_project",
    points=6,
    reference=_PROJECT,
    before=_SMALLER,
    judge=_judge,
    ticks=_ticks,
    seconds=180,
    hints=(
        mark(
            'Hand in early: `return {"model": model}` is enough for the first ticks. The list grows with your project.'
        ),
        mark(
            "The second tick wants a layer with weights that is called twice, or a model that is called like a layer: "
            "chapters 08 and 05. Two inputs of one kind nearly ask for it."
        ),
        mark(
            "`held_out` is a pair `(inputs, targets)` that `model.evaluate(inputs, targets)` takes and `fit` never saw. "
            "`file` is the path that you gave to `model.save`."
        ),
        mark(
            "The explanation is a text with the names that stand in the picture: what comes in at each input, what each "
            'output says, and why something is shared. Name your layers by hand: `name="size"`.'
        ),
    ),
)
