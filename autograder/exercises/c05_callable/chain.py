"""Exercise 05a: one model is called on what another gives."""

from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.c05_callable.chain import KEEP, SHAPES, ask_chain, two_models
from helpers.language import mark

_CHAIN = """\
def chain(encoder, decoder):
    inputs = keras.Input(shape=encoder.input_shape[1:])
    outputs = decoder(encoder(inputs))
    return keras.Model(inputs, outputs)
"""


def _judge_chain(items: dict, parameters: dict) -> list[Finding]:
    for label in SHAPES:
        given = two_models(label, parameters["seed"])
        reference = answer_of(_CHAIN, "chain")(*given.values())
        found = judge.model(items[label], reference, parameters["seed"], KEEP, given)
        if found and judge.given_missing(items[label]) == list(given):
            return [Finding("callable.copied", {"models": list(given)})]
        if found and label == "other":
            return [Finding("arguments.ignored", {"call": "chain(encoder, decoder)"}), *found]
        if found:
            return found
    return []


EXERCISE = Exercise(
    id="ex05a",
    answer="chain",
    points=2,
    reference=_CHAIN,
    ask=ask_chain,
    judge=_judge_chain,
    hints=(
        mark("A model is called like a layer: `encoder(inputs)` gives a tensor, with the weights that it has."),
        mark("Begin with a `keras.Input` of your own, then call one model on what the other gives."),
        mark(
            "The shape of the input is the encoder's: `keras.Input(shape=encoder.input_shape[1:])`. "
            "`encoder.output` is the inside of the encoder: called on it, the decoder would stand alone in the graph."
        ),
    ),
    right=(
        """\
def chain(encoder, decoder):
    image = keras.Input(batch_shape=encoder.input.shape, name="image")
    x = image
    for model in (encoder, decoder):
        x = model(x)
    return keras.Model(inputs=[image], outputs=[x], name="autoencoder")
""",
        """\
def chain(encoder, decoder):
    inputs = layers.Input(tuple(encoder.inputs[0].shape)[1:])
    code = layers.Identity()(encoder(inputs, training=None))
    return keras.models.Model(inputs, decoder(code))
""",
        """\
import functools

def chain(*parts):
    inputs = keras.Input(parts[0].input_shape[1:])
    return keras.Model(inputs, functools.reduce(lambda x, part: part(x), parts, inputs))
""",
    ),
    wrong=(
        Wrong(
            "def chain(encoder, decoder):\n    return keras.Model(encoder.input, decoder(encoder.output))\n",
            "nested.opened",
        ),
        Wrong(
            """\
def chain(encoder, decoder):
    x = inputs = keras.Input(encoder.input_shape[1:])
    for layer in encoder.layers[1:] + decoder.layers[1:]:
        x = layer(x)
    return keras.Model(inputs, x)
""",
            "nested.opened",
        ),
        Wrong(edited(_CHAIN, ("encoder.input_shape[1:]", "(28, 28, 1)")), "callable.shape"),
        Wrong(edited(_CHAIN, ("decoder(encoder(inputs))", "encoder(decoder(inputs))")), "answer.raised"),
        Wrong(edited(_CHAIN, ("decoder(encoder(inputs))", "encoder(inputs)")), "nested.opened"),
        Wrong(
            edited(
                _CHAIN,
                (
                    "    inputs",
                    "    encoder, decoder = map(keras.models.clone_model, (encoder, decoder))\n    inputs",
                ),
            ),
            "callable.copied",
        ),
        Wrong(
            edited(_CHAIN, ("decoder(encoder(inputs))", "decoder(layers.Dense(6)(encoder(inputs)))")),
            "graph.surplus",
        ),
        Wrong(
            edited(_CHAIN, ("decoder(encoder(inputs))", "decoder(ops.relu(encoder(inputs)))")),
            "graph.activation_surplus",
        ),
        Wrong(edited(_CHAIN, ("return keras.Model(inputs, outputs)", "return outputs")), "model.tensor"),
        Wrong("def chain(encoder, decoder):\n    return keras.Sequential([encoder, decoder])\n", "model.sequential"),
        Wrong(edited(_CHAIN, ("    inputs", "    encoder.trainable = False\n    inputs")), "graph.frozen"),
    ),
)
