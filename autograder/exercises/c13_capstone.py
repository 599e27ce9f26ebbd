"""Exercise of chapter 13: one model that needs everything, from its picture."""

from typing import Any

from autograder.exercises.c10_custom.scaled_residual import RESIDUAL
from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.c13_capstone import RULES, ask
from helpers.language import mark

_CAPSTONE = """\
def build_capstone(num_words=1000, dim=32, num_classes=4):
    words = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(num_words, dim)(words)
    x = layers.GlobalAveragePooling1D()(x)
    encoder = keras.Model(words, layers.Dense(dim, activation="relu")(x), name="encoder")

    ticket = keras.Input(shape=(None,), dtype="int32", name="ticket")
    article = keras.Input(shape=(None,), dtype="int32", name="article")
    tags = keras.Input(shape=(12,), name="tags")
    from_ticket, from_article = encoder(ticket), encoder(article)

    x = layers.Concatenate()([from_ticket, from_article, tags])
    x = layers.Dense(dim, activation="relu")(x)
    block = layers.Dense(dim, activation="relu")(x)
    block = layers.Dense(dim)(block)
    x = layers.Add()([x, block])
    x = ScaledResidual(layers.Dense(dim, activation="tanh"))(x)

    common = layers.Multiply()([from_ticket, from_article])
    relevance = layers.Dense(1)(layers.Concatenate()([x, common]))
    department = layers.Dense(num_classes)(x)
    return keras.Model([ticket, article, tags], {"relevance": relevance, "department": department})
"""
_TAIL = '    x = ScaledResidual(layers.Dense(dim, activation="tanh"))(x)\n'
_OPEN = """\
class Scale(layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(shape=(), initializer="ones")

    def call(self, x):
        return self.scale * x

"""
_OPEN_TAIL = '    x = layers.Add()([x, Scale()(layers.Dense(dim, activation="tanh")(x))])\n'


def _build(source: str, arguments: dict) -> Any:
    return answer_of(RESIDUAL + source, "build_capstone")(**arguments)


def _judge(items: dict, parameters: dict) -> list[Finding]:
    for label, arguments in (("model", {}), ("other", parameters["other"])):
        # the scaled residual may also be written with a layer that only scales
        variants = (_build(s, arguments) for s in (_OPEN + _CAPSTONE.replace(_TAIL, _OPEN_TAIL),))
        found = judge.model(items[label], _build(_CAPSTONE, arguments), parameters["seed"], RULES, variants=variants)
        if found and label == "other":
            call = "build_capstone({})".format(", ".join(f"{k}={v}" for k, v in arguments.items()))
            return [Finding("arguments.ignored", {"call": call}), *found]
        if found:
            return found
    return []


EXERCISES = (
    Exercise(
        id="ex13a",
        answer="build_capstone",
        points=6,
        reference=_CAPSTONE,
        before=RESIDUAL,
        ask=ask,
        judge=_judge,
        parameters={"other": {"num_words": 300, "dim": 8, "num_classes": 7}},
        hints=(
            mark(
                "Start at the inputs and follow the arrows. Two boxes that share their weights are one model, "
                "made once and called twice."
            ),
            mark(
                "The encoder: `Embedding`, `GlobalAveragePooling1D`, `Dense` with relu. Keep its two results in "
                "variables of their own: each goes to two places."
            ),
            mark(
                "The residual block adds what goes in to what comes out of two Dense layers, the second without an "
                'activation. Then `ScaledResidual(layers.Dense(dim, activation="tanh"))`.'
            ),
            mark(
                "`department` takes the result of the custom layer. `relevance` takes it, too, joined with the product "
                "of the two encoded texts. Both are logits, returned in a dict by these names."
            ),
        ),
        right=(
            # layers shared without a model around them, operators, a dict of inputs
            """\
def build_capstone(num_words=1000, dim=32, num_classes=4):
    inputs = {
        "tags": keras.Input((12,), name="tags"),
        "ticket": keras.Input((None,), dtype="int32", name="ticket"),
        "article": keras.Input((None,), dtype="int32", name="article"),
    }
    embedding, dense = layers.Embedding(num_words, dim), layers.Dense(dim, "relu")
    texts = [dense(ops.mean(embedding(inputs[name]), axis=1)) for name in ("ticket", "article")]
    x = layers.Dense(dim)(ops.concatenate([*texts, inputs["tags"]], axis=-1))
    x = ops.relu(x)
    x = x + layers.Dense(dim)(layers.Dense(dim, "relu")(x))
    x = ScaledResidual(layers.Dense(dim, "tanh"))(x)
    both = layers.concatenate([x, texts[0] * texts[1]])
    return keras.Model(inputs, {"department": layers.Dense(num_classes)(x), "relevance": layers.Dense(1)(both)})
""",
            # a class of another kind, the inputs in another order, nested models
            """\
class ScaledResidual(layers.Layer):
    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.inner = layer
        self.alpha = self.add_weight(shape=(), initializer="ones", name="alpha")

    def call(self, inputs):
        return self.alpha * self.inner(inputs) + inputs

def residual(dim):
    x = keras.Input((dim,))
    y = layers.Dense(dim, activation="relu")(x)
    return keras.Model(x, layers.add([layers.Dense(dim)(y), x]), name="block")

def build_capstone(num_words=1000, dim=32, num_classes=4):
    encoder = keras.Sequential([
        keras.Input((None,), dtype="int32"), layers.Embedding(num_words, dim), layers.GlobalAveragePooling1D(),
        layers.Dense(dim), layers.ReLU(),
    ])
    tags = keras.Input((12,), name="tags")
    article = keras.Input((None,), dtype="int32", name="article")
    ticket = keras.Input((None,), dtype="int32", name="ticket")
    a, t = encoder(article), encoder(ticket)
    x = residual(dim)(layers.Dense(dim, activation="relu")(layers.concatenate([t, a, tags])))
    x = ScaledResidual(layers.Dense(dim, activation="tanh"), name="scaled")(x)
    outputs = {}
    outputs["relevance"] = layers.Dense(1, name="relevance")(layers.concatenate([x, layers.multiply([a, t])]))
    outputs["department"] = layers.Dense(num_classes, name="department")(x)
    return keras.Model(inputs=(tags, article, ticket), outputs=outputs, name="capstone")
""",
            # the scale alone is a layer
            _OPEN + edited(_CAPSTONE, (_TAIL, _OPEN_TAIL)),
            edited(
                _CAPSTONE,
                (
                    _TAIL,
                    _TAIL.replace(
                        'layers.Dense(dim, activation="tanh")',
                        'keras.Sequential([layers.Dense(dim), layers.Activation("tanh")])',
                    ),
                ),
            ),
        ),
        wrong=(
            Wrong(
                edited(
                    _CAPSTONE,
                    (
                        "    words = keras.Input",
                        '    def encode(text):\n        x = layers.Embedding(num_words, dim)(text)\n        x = layers.GlobalAveragePooling1D()(x)\n        return layers.Dense(dim, activation="relu")(x)\n\n    words = keras.Input',
                    ),
                    ("encoder(ticket), encoder(article)", "encode(ticket), encode(article)"),
                ),
                "graph.not_shared",
            ),
            Wrong(edited(_CAPSTONE, ("    x = layers.Add()([x, block])\n", "    x = block\n")), "graph.missing_merge"),
            Wrong(edited(_CAPSTONE, ("layers.Add()([x, block])", "layers.Add()([from_ticket, block])")), "graph.edge"),
            Wrong(
                edited(
                    _CAPSTONE,
                    ("block = layers.Dense(dim)(block)", 'block = layers.Dense(dim, activation="relu")(block)'),
                ),
                "graph.activation_surplus",
            ),
            Wrong(edited(_CAPSTONE, (_TAIL, "")), "graph.missing"),
            Wrong(edited(_CAPSTONE, ('layers.Dense(dim, activation="tanh")', "layers.Dense(dim)")), "layer.outputs"),
            Wrong(
                edited(_CAPSTONE, (_TAIL, '    x = layers.Add()([x, layers.Dense(dim, activation="tanh")(x)])\n')),
                "graph.missing",
            ),
            Wrong(
                edited(_CAPSTONE, ('{"relevance": relevance, "department": department}', "[relevance, department]")),
                "graph.outputs_list",
            ),
            Wrong(
                edited(_CAPSTONE, ("layers.Dense(num_classes)", 'layers.Dense(num_classes, activation="softmax")')),
                "graph.activation_surplus",
            ),
            Wrong(
                edited(_CAPSTONE, ("layers.Dense(1)(layers.Concatenate()([x, common]))", "layers.Dense(1)(x)")),
                "graph.missing_part",
            ),
            Wrong(edited(_CAPSTONE, ("layers.Multiply()", "layers.Add()")), "graph.kind"),
            Wrong(edited(_CAPSTONE, ("[x, common]", "[common, x]")), "graph.argument_order"),
            Wrong(
                edited(
                    _CAPSTONE,
                    ("[from_ticket, from_article])\n    relevance", "[from_ticket, from_ticket])\n    relevance"),
                ),
                "graph.edge",
            ),
            Wrong(
                edited(_CAPSTONE, ("layers.Dense(num_classes)(x)", "layers.Dense(num_classes)(common)")), "graph.edge"
            ),
            Wrong(
                edited(_CAPSTONE, ("[from_ticket, from_article, tags]", "[from_article, from_ticket, tags]")),
                "graph.inputs_exchanged",
            ),
            Wrong(edited(_CAPSTONE, ('"int32", name="ticket"', '"int32", name="text"')), "graph.input_keys"),
            Wrong(edited(_CAPSTONE, (', dtype="int32", name="article"', ', name="article"')), "graph.input_dtype"),
            Wrong(edited(_CAPSTONE, ("shape=(12,)", "shape=(4,)")), "graph.input_shape"),
            Wrong(edited(_CAPSTONE, ("layers.Dense(num_classes)", "layers.Dense(4)")), "arguments.ignored"),
            Wrong(
                RESIDUAL.replace("x + self.scale * self.layer(x)", "self.scale * x + self.layer(x)") + _CAPSTONE,
                "layer.outputs",
            ),
        ),
    ),
)
