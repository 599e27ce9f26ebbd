"""Exercise 12d: a mask that gets lost on the way to the pooling, kept."""

from autograder.exercises.cases import LABELS, each, written
from autograder.exercises.exercise import Exercise, answer_of, edited
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.judging.wanted import made_once
from helpers.language import mark

_MASK = """\
def repair_mask(num_words, dim):
    class Gain(layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.supports_masking = True

        def build(self, input_shape):
            self.gain = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="gain")

        def call(self, inputs):
            return inputs * self.gain

    words = keras.Input((None,), dtype="int32", name="words")
    x = layers.Embedding(num_words, dim, mask_zero=True)(words)
    x = Gain(name="gain")(x)
    x = layers.Activation("tanh")(x)
    return keras.Model(words, layers.GlobalAveragePooling1D()(x))
"""
_LOSING = edited(_MASK, ('layers.Activation("tanh")(x)', "ops.tanh(x)"))


def _judge_mask(items: dict, parameters: dict) -> list[Finding]:
    def judged(label: str, arguments: tuple) -> list[Finding]:
        item = items[label]
        short, filled = items[f"{label} padded"]
        kept = judge.close(filled, short)
        wanted = made_once(answer_of(_MASK if kept else _LOSING, "repair_mask"), arguments)
        found = judge.model(item, wanted, parameters["seed"])
        if kept:
            return found
        # what computes the same without a mask has nothing but the mask wrong
        return _lost(item, items[f"{label} masks"], 1.0 if found else 0.5) or [Finding("mask.padding")]

    return each({label: parameters[label] for label in LABELS}, judged, written("repair_mask"))


def _lost(item: dict, masks: list, cost: float) -> list[Finding]:
    """A finding for each call by which the mask of the Embedding gets lost, as if it had come so far."""
    masked: set[int] = set()
    found = []
    for node, supports in zip(item["graph"]["nodes"], masks, strict=True):
        behind = [source for source, _k in node["inputs"] if source in masked]
        if node["op"] == "Embedding" and node["config"].get("mask_zero"):
            masked.add(node["id"])
        elif behind and len(node["shapes"][0]) == 3:
            masked.add(node["id"])
            if not supports:
                key = "mask.operator" if node["kind"] == "operation" else "mask.layer"
                edges = tuple((source, node["id"]) for source in behind)
                found.append(Finding(key, {"layer": node["name"]}, cost, (node["id"],), edges))
    return found if masked else [Finding("mask.none")]


EXERCISE = Exercise(
    id="ex12d",
    answer="repair_mask",
    points=2,
    reference=_MASK,
    judge=_judge_mask,
    parameters={"model": (50, 4), "other": (30, 6)},
    hints=(
        mark("Follow the mask from the `Embedding` on: who hands it to the next one, and who does not?"),
        mark(
            "A layer of your own lets it pass with `self.supports_masking = True`. An operation such as `ops.tanh` is no layer: "
            "it can't, and says nothing."
        ),
        mark(
            'Give `Gain` an `__init__` that sets `self.supports_masking = True`, and put `layers.Activation("tanh")` in the '
            "place of `ops.tanh`."
        ),
    ),
)
