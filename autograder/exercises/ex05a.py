"""Exercise 05a: one model is called on what another gives."""

from collections import Counter

from autograder.exercises.cases import each
from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex05a import KEEP, SHAPES, two_models
from helpers.language import mark

_CHAIN = """\
def chain(encoder, decoder):
    inputs = keras.Input(shape=encoder.input_shape[1:])
    outputs = decoder(encoder(inputs))
    return keras.Model(inputs, outputs)
"""


def _judge_chain(items: dict, parameters: dict) -> list[Finding]:
    def judged(label: str, _shape: tuple) -> list[Finding]:
        given = two_models(label, parameters["seed"])
        reference = answer_of(_CHAIN, "chain")(*given.values())
        found = judge.model(items[label], reference, parameters["seed"], KEEP, given)
        copied = _copied(items[label], given) if found else []
        if copied:
            return [Finding("callable.copied", {"models": copied})]
        return found

    return each(SHAPES, judged, lambda _shape: "chain(encoder, decoder)", general=("callable.copied",))


def _copied(item: dict, given: dict) -> list[str]:
    """The given models in whose place there are copies: weights of the same shapes, but others."""
    own = Counter(tuple(w["shape"]) for w in judge.own_weights(item))
    wanted = {name: Counter(tuple(w.shape) for w in given[name].weights) for name in judge.given_missing(item)}
    return [name for name, shapes in wanted.items() if shapes <= own]


EXERCISE = Exercise(
    id="ex05a",
    answer="chain",
    points=2,
    reference=_CHAIN,
    judge=_judge_chain,
    hints=(
        mark("A model is called like a layer: `encoder(inputs)` gives a tensor, with the weights that it has."),
        mark("Begin with a `keras.Input` of your own, then call one model on what the other gives."),
        mark(
            "The shape of the input is the encoder's: `keras.Input(shape=encoder.input_shape[1:])`. "
            "`encoder.output` is the inside of the encoder: called on it, the decoder would stand alone in the graph."
        ),
    ),
)
