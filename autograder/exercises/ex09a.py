"""Exercise 09a: a model that gives the outputs of chosen layers, of every call of theirs."""

from collections import Counter

from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex09a import NAMES, TWICE, camera_model
from helpers.language import mark

_EXTRACTOR = """\
def feature_extractor(model, layer_names):
    outputs = {name: [] for name in layer_names}

    def call(layer, *args, **kwargs):
        output = layer(*args, **kwargs)
        if layer.name in outputs:
            outputs[layer.name].append(output)
        return output

    again = keras.models.clone_model(model, clone_function=lambda layer: layer, call_function=call)
    return keras.Model(again.input, [tensor for name in layer_names for tensor in outputs[name]])
"""


def _judge_extractor(items: dict, parameters: dict) -> list[Finding]:
    for label, names in NAMES.items():
        found = _extracted(items[label], label, names, parameters["seed"])
        if found:
            return found
    return []


def _extracted(item: dict, label: str, names: list[str], seed: int) -> list[Finding]:
    given = camera_model(seed, label)
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
    wanted = [name for name in names for _call in range(1 + (name == TWICE))]
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
    if TWICE in wanted and found[0].key in ("graph.outputs_permuted", "graph.output"):
        return [Finding("extractor.call_order", {"layer": TWICE})]
    return found


EXERCISE = Exercise(
    id="ex09a",
    answer="feature_extractor",
    points=4,
    reference=_EXTRACTOR,
    judge=_judge_extractor,
    hints=(
        mark(
            "For a layer that is called once, `model.get_layer(name).output` is the tensor. A new model from "
            "`model.input` to a list of such tensors is the extractor."
        ),
        mark(
            "A layer that is called twice has two outputs, and `output` is that of the first call. To meet every call, "
            "let `keras.models.clone_model` repeat the model's calls: give it `clone_function=lambda layer: layer`, so "
            "that the layers stay the same, and a `call_function` that makes the call."
        ),
        mark(
            "In the `call_function`, write down what each call gives: `output = layer(*args, **kwargs)`, then put "
            "`output` into a list that belongs to `layer.name`, and return it. The extractor goes from the input of "
            "the repeated model to these lists, one after the other, as one flat list."
        ),
    ),
)
