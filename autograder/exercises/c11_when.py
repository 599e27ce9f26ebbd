"""Exercises of chapter 11: which API for which model, a subclassed model made functional, a graph with wrong wires."""

import itertools
from typing import Any

import numpy as np

from autograder import judge
from autograder.collect import Answer
from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graph import canonical
from autograder.verdict import Finding
from helpers.language import mark

# ex11a ---

SITUATIONS = {
    "plain_chain": "sequential",
    "plain_convnet": "sequential",
    "word_chain": "sequential",
    "two_inputs": "functional",
    "two_heads": "functional",
    "skip_connection": "functional",
    "shared_encoder": "functional",
    "tree_rnn": "subclass",
    "early_exit": "subclass",
    "photo_list": "subclass",
}
"""The simplest API that can say each model. The chapter tells what each of them is:

- plain_chain: three Dense layers, one after the other, rows of numbers in, one class out;
- plain_convnet: convolution and pooling in turn, then one Dense layer;
- word_chain: an Embedding, an LSTM, a Dense layer, for the mood of a text;
- two_inputs: a photo and its caption go in together;
- two_heads: one trunk, and from its end both a class and a position;
- skip_connection: blocks whose input is added to their output;
- shared_encoder: two sentences go through the same layers and are compared;
- tree_rnn: the calls follow the parse tree of each sentence, which no two sentences have alike;
- early_exit: layers are called until the class is sure enough: after one layer for one image, after nine for another;
- photo_list: a Python list of photos of different sizes goes in, its length different at each call.
"""
_APIS = ("sequential", "functional", "subclass")
_STUB = "API_FOR = dict.fromkeys([\n" + "".join(f'    "{name}",\n' for name in SITUATIONS) + "])\n"
_API_FOR = f"{_STUB}API_FOR.update(\n" + "".join(f'    {k}="{api}",\n' for k, api in SITUATIONS.items()) + ")\n"
_LONGEST = 40


def _ask_api(answer: Answer, _parameters: dict) -> None:
    if not isinstance(answer.value, dict):
        raise answer.fault("api.no_dict", type=type(answer.value).__name__)
    answer.items["api"] = answer.run(lambda: _words(answer.value), "API_FOR")


def _words(given: dict) -> dict[str, str]:
    """The entries as text, those that are filled in."""
    some = itertools.islice(given.items(), 50)
    return {str(k)[:_LONGEST]: str(v)[:_LONGEST] for k, v in some if v is not None and v is not Ellipsis}


def _judge_api(items: dict, _parameters: dict) -> list[Finding]:
    """Each situation is worth the same."""
    given = {k: str(v).strip().lower() for k, v in items["api"].items()}
    if not any(given.get(name) for name in SITUATIONS):
        return [Finding("api.not_attempted")]
    share, findings = 1 / len(SITUATIONS), []
    for name, api in SITUATIONS.items():
        got = given.get(name, "")
        if got == api:
            continue
        values = {"situation": name, "got": got}
        if not got:
            findings.append(Finding("api.blank", values, cost=share))
        elif got not in _APIS:
            findings.append(Finding("api.unknown", values, cost=share))
        else:
            findings.append(Finding(f"api.{name}", values, cost=share))
    return findings


# ex11b ---

_FUNCTIONAL = """\
def to_functional(mlp):
    num_features = mlp.layers[0].kernel.shape[0]
    inputs = keras.Input(shape=(num_features,))
    x = inputs
    for layer in mlp.layers:
        x = layer(x)
    return keras.Model(inputs, x)
"""
_WIDTHS = {"model": 784, "other": 12}


def _mlp(seed: int, label: str) -> Any:
    """A built subclassed model: that of the guide, or a longer one of other layers."""
    import keras

    layers = keras.layers

    class MLP(keras.Model):
        def __init__(self, steps: list) -> None:
            super().__init__(name="mlp")
            self.steps = steps

        def call(self, x: Any) -> Any:
            for step in self.steps:
                x = step(x)
            return x

    steps = [layers.Dense(64, activation="relu"), layers.Dense(64, activation="relu"), layers.Dense(10)]
    if label == "other":
        steps = [layers.Dense(9, activation="tanh"), layers.LayerNormalization(), layers.Dropout(0.2)]
        steps += [layers.Dense(6, activation="relu"), layers.Dense(3)]
    mlp = MLP(steps)
    mlp(np.zeros((1, _WIDTHS[label]), "float32"))
    draw = np.random.default_rng([seed, 111])
    mlp.set_weights([draw.normal(size=w.shape, scale=0.2).astype("float32") for w in mlp.get_weights()])
    return mlp


def _chain(mlp: Any) -> Any:
    return answer_of(_FUNCTIONAL, "to_functional")(mlp)


def _ask_functional(answer: Answer, parameters: dict) -> None:
    for label in _WIDTHS:
        mlp = _mlp(parameters["seed"], label)
        model = answer.call(mlp, shown="to_functional(mlp)")
        answer.model(label, model, parameters["seed"], given={"mlp": _chain(mlp)})


def _judge_functional(items: dict, parameters: dict) -> list[Finding]:
    for label in _WIDTHS:
        mlp = _mlp(parameters["seed"], label)
        found = _same_layers(items[label]) or judge.model(
            items[label], _chain(mlp), parameters["seed"], given={"mlp": _chain(mlp)}
        )
        if found and label == "other":
            return [Finding("arguments.ignored", {"call": "to_functional(another_mlp)"}), *found]
        if found:
            return found
    return []


def _same_layers(item: dict) -> list[Finding]:
    """Findings where the layers of `mlp` are not the layers of the new model, or hide in one call of all of them."""
    got = canonical(item["graph"], given=item["given"])
    weighted = [op for op in got.operations if op.weights]
    whole = [op for op in weighted if op.custom and len(op.given) > 2]  # no single layer of these has three weights
    if whole:
        return [Finding("functional.whole", {"layer": whole[0].name}, nodes=(whole[0].node,))]
    copies = [op for op in weighted if not op.given]
    used = {tag for op in weighted for tag in op.given}
    if copies and len(used) < len(item["given"]["mlp"]["weights"]):
        names = list(dict.fromkeys(op.name for op in copies))
        return [Finding("functional.copied", {"layers": names}, nodes=tuple(op.node for op in copies))]
    return []


# ex11c ---

_WIRING = """\
def repair_wiring():
    image = keras.Input(shape=(32, 32, 3), name="image")
    stem = layers.Conv2D(16, 3, padding="same", activation="relu", name="stem")(image)
    fine = layers.Conv2D(16, 3, padding="same", name="fine")(stem)
    coarse = layers.Conv2D(16, 7, padding="same", name="coarse")(stem)
    detail = layers.Subtract(name="detail")([fine, coarse])
    x = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_1")(detail)
    x = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_2")(x)
    total = layers.Add(name="total")([x, detail])
    pooled = layers.GlobalAveragePooling2D(name="pooled")(total)
    texture = layers.GlobalAveragePooling2D(name="texture")(detail)
    label = layers.Dense(10, name="label")(pooled)
    quality = layers.Dense(1, name="quality")(texture)
    return keras.Model(image, [label, quality])
"""
_FAULTS = (
    ("([fine, coarse])", "([coarse, fine])", "graph.argument_order", "detail", ["coarse", "fine"], ["fine", "coarse"]),
    ('"conv_2")(x)', '"conv_2")(detail)', "graph.edge", "conv_2", ["detail"], ["conv_1"]),
    ("([x, detail])", "([x, stem])", "graph.edge", "total", ["stem"], ["detail"]),
    ('"quality")(texture)', '"quality")(pooled)', "graph.edge", "quality", ["pooled"], ["texture"]),
)
"""What is right, what stands there instead, and the finding on it: key, layer, what it gets, what it should get."""


def _broken(faults: tuple) -> str:
    return edited(_WIRING, *((right, wrong) for right, wrong, *_finding in faults))


BROKEN = _broken(_FAULTS).replace("def repair_wiring", "def broken_wiring")
"""What the chapter gives to the learner: four wires are wrong, and every shape fits.

What the model should do: `detail` is `fine` minus `coarse`; `conv_2` follows `conv_1`; `total` adds `detail` to what the
two convolutions made of it; `label` is told from `pooled`, `quality` from `texture`.
"""


def _ask_wiring(answer: Answer, parameters: dict) -> None:
    answer.model("model", answer.call(), parameters["seed"])


def _judge_wiring(items: dict, parameters: dict) -> list[Finding]:
    """Each of the four faults that is left costs a quarter."""
    item, seed = items["model"], parameters["seed"]
    found: list[Finding] = []
    for count in range(len(_FAULTS) + 1):
        for left in itertools.combinations(_FAULTS, count):
            differs = judge.model(item, answer_of(_broken(left), "repair_wiring")(), seed)
            if not differs:
                return [_left(fault, item) for fault in left]
            found = found or differs
    return found


def _left(fault: tuple, item: dict) -> Finding:
    _right, _wrong, key, layer, got, expected = fault
    nodes = {node["name"]: node["id"] for node in item["graph"]["nodes"]}
    here = nodes.get(layer)
    marked = {name: (nodes[name], here) for name in (*got, *expected) if name in nodes and here is not None}
    return Finding(
        key,
        {"layer": layer, "op": "", "place": 0, "got": got, "expected": expected},
        cost=1 / len(_FAULTS),
        nodes=() if here is None else (here,),
        edges=tuple(marked[name] for name in got if name in marked),
        expected=tuple(marked[name] for name in expected if name in marked) if key == "graph.edge" else (),
    )


_CALLS = """    x = inputs
    for layer in mlp.layers:
        x = layer(x)
    return keras.Model(inputs, x)
"""

EXERCISES = (
    Exercise(
        id="ex11a",
        answer="API_FOR",
        points=2,
        reference=_API_FOR,
        ask=_ask_api,
        judge=_judge_api,
        shown="none",
        hints=(
            mark(
                "Draw each model. A single line of layers needs no more than Sequential. Does the line fork, join, or "
                "begin twice?"
            ),
            mark(
                "A functional model is one fixed graph: the same calls for every sample. Forks, several inputs and "
                "outputs, shared layers all fit in."
            ),
            mark(
                "Where the data decide which layers are called, how often, or how many inputs there are, no fixed "
                "graph will do: write a subclass, with its own `call`. Three of the ten are like that."
            ),
        ),
        right=(
            "API_FOR = {\n" + "".join(f'    "{k}": "{api}",\n' for k, api in SITUATIONS.items()) + "}\n",
            f"{_STUB}for name in API_FOR:\n    API_FOR[name] = 'functional'\n"
            "for name in ('plain_chain', 'plain_convnet', 'word_chain'):\n    API_FOR[name] = 'Sequential'\n"
            "API_FOR |= dict(tree_rnn='subclass', early_exit='subclass ', photo_list='Subclass')\n",
            "groups = {\n    'sequential': 'plain_chain plain_convnet word_chain',\n"
            "    'functional': 'two_inputs two_heads skip_connection shared_encoder',\n"
            "    'subclass': 'tree_rnn early_exit photo_list',\n}\n"
            "API_FOR = {name: api for api, names in groups.items() for name in names.split()}\n",
        ),
        wrong=(
            Wrong(_STUB, "api.not_attempted"),
            Wrong(edited(_STUB, ("\n])", '\n], "")')), "api.not_attempted"),
            Wrong(edited(_API_FOR, ('tree_rnn="subclass"', 'tree_rnn="functional"')), "api.tree_rnn"),
            Wrong(edited(_API_FOR, ('early_exit="subclass"', 'early_exit="functional"')), "api.early_exit"),
            Wrong(edited(_API_FOR, ('photo_list="subclass"', 'photo_list="functional"')), "api.photo_list"),
            Wrong(edited(_API_FOR, ('two_inputs="functional"', 'two_inputs="subclass"')), "api.two_inputs"),
            Wrong(edited(_API_FOR, ('two_heads="functional"', 'two_heads="subclass"')), "api.two_heads"),
            Wrong(
                edited(_API_FOR, ('skip_connection="functional"', 'skip_connection="sequential"')),
                "api.skip_connection",
            ),
            Wrong(
                edited(_API_FOR, ('shared_encoder="functional"', 'shared_encoder="sequential"')), "api.shared_encoder"
            ),
            Wrong(edited(_API_FOR, ('plain_convnet="sequential"', 'plain_convnet="functional"')), "api.plain_convnet"),
            Wrong(edited(_API_FOR, ('word_chain="sequential"', 'word_chain="subclass"')), "api.word_chain"),
            Wrong(edited(_STUB, ("\n])", '\n], "functional")')), "api.plain_chain"),
            Wrong(edited(_API_FOR, ('    plain_chain="sequential",\n', "")), "api.blank"),
            Wrong(edited(_API_FOR, ('="subclass"', '="class"')), "api.unknown"),
            Wrong(_API_FOR + "API_FOR = list(API_FOR.values())\n", "api.no_dict"),
            Wrong(edited(_API_FOR, ("update(", "update(); dict(")), "api.not_attempted"),
        ),
    ),
    Exercise(
        id="ex11b",
        answer="to_functional",
        points=2,
        reference=_FUNCTIONAL,
        ask=_ask_functional,
        judge=_judge_functional,
        hints=(
            mark(
                "The layers exist and have their weights: `mlp.layers` lists them in the order of the calls. Make no "
                "new ones."
            ),
            mark(
                "The only thing that a subclassed model does not say is the shape of its input. The kernel of the "
                "first Dense layer does: `mlp.layers[0].kernel.shape[0]`."
            ),
            mark(
                "Begin with `x = inputs = keras.Input(shape=(...,))`, call each layer on `x` in a loop, and end with "
                "`keras.Model(inputs, x)`."
            ),
        ),
        right=(
            """\
def to_functional(mlp):
    x = inputs = keras.Input(mlp.get_build_config()["input_shape"][1:])
    for layer in mlp.layers:
        x = layer(x)
    return keras.Model(inputs=[inputs], outputs=[x], name=mlp.name)
""",
            """\
import functools

def to_functional(mlp):
    inputs = keras.Input(shape=mlp.weights[0].shape[:1], name="rows")
    outputs = functools.reduce(lambda x, layer: layer(x), mlp.layers, inputs)
    return keras.models.Model(inputs, outputs)
""",
            # a Sequential of the same layers inside
            """\
def to_functional(mlp):
    inputs = keras.Input((mlp.layers[0].get_build_config()["input_shape"][-1],))
    return keras.Model(inputs, keras.Sequential(mlp.layers)(inputs))
""",
            """\
def to_functional(mlp):
    first, *others = mlp.layers
    inputs = keras.Input(batch_shape=(None, len(first.get_weights()[0])))
    x = first(inputs)
    for k in range(len(others)):
        x = others[k](x)
    return keras.Model(inputs, x)
""",
        ),
        wrong=(
            Wrong(edited(_FUNCTIONAL, (_CALLS, "    return keras.Model(inputs, mlp(inputs))\n")), "functional.whole"),
            Wrong(
                edited(_FUNCTIONAL, ("x = layer(x)", "x = layer.__class__.from_config(layer.get_config())(x)")),
                "functional.copied",
            ),
            Wrong(
                edited(
                    _FUNCTIONAL,
                    ("x = layer(x)", "x = layer.__class__.from_config(layer.get_config())(x)"),
                    (
                        "    return keras.Model(inputs, x)",
                        "    model = keras.Model(inputs, x)\n    model.set_weights(mlp.get_weights())\n    return model",
                    ),
                ),
                "functional.copied",
            ),
            Wrong("def to_functional(mlp):\n    return mlp\n", "model.subclassed"),
            Wrong("def to_functional(mlp):\n    return keras.Sequential(mlp.layers)\n", "model.sequential"),
            Wrong(edited(_FUNCTIONAL, ("in mlp.layers:", "in mlp.layers[:-1]:")), "graph.missing"),
            Wrong(edited(_FUNCTIONAL, ("in mlp.layers:", "in mlp.layers[::-1]:")), "answer.raised"),
            Wrong(edited(_FUNCTIONAL, ("(inputs, x)", "(inputs, layers.Softmax()(x))")), "graph.activation_surplus"),
            Wrong(edited(_FUNCTIONAL, ("in mlp.layers:", "in mlp.layers[:3]:")), "arguments.ignored"),
            Wrong(
                edited(_FUNCTIONAL, ("in mlp.layers:", "in [l for l in mlp.layers if l.weights]:")),
                "arguments.ignored",
            ),
            Wrong(edited(_FUNCTIONAL, ("mlp.layers[0].kernel.shape[0]", "784")), "answer.raised"),
            Wrong(edited(_FUNCTIONAL, ("    return keras.Model(inputs, x)\n", "")), "answer.returned_none"),
            Wrong(edited(_FUNCTIONAL, ("return keras.Model(inputs, x)", "return x")), "model.tensor"),
        ),
    ),
    Exercise(
        id="ex11c",
        answer="repair_wiring",
        points=4,
        reference=_WIRING,
        ask=_ask_wiring,
        judge=_judge_wiring,
        hints=(
            mark(
                "Every shape fits, so Keras can't object. Go through the code layer by layer: is what stands in the "
                "last brackets what the description says?"
            ),
            mark(
                "Two layers that are built and then not used are a trace: whose output should have come from them? "
                "And `Subtract` is the one join here whose order counts."
            ),
            mark(
                "Four calls are wrong: those of `detail`, `conv_2`, `total` and `quality`. The layers themselves are right."
            ),
        ),
        right=(
            # operators, another order of writing, no names
            """\
def repair_wiring():
    image = keras.Input((32, 32, 3))
    stem = layers.Conv2D(16, 3, padding="same", activation="relu")(image)
    coarse = layers.Conv2D(16, 7, padding="same")(stem)
    fine = layers.Conv2D(16, 3, padding="same")(stem)
    detail = fine - coarse
    x = detail
    for _ in range(2):
        x = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    texture = ops.mean(detail, axis=(1, 2))
    pooled = layers.GlobalAveragePooling2D()(detail + x)
    return keras.Model(image, [layers.Dense(10)(pooled), layers.Dense(1)(texture)])
""",
            edited(_WIRING, ("Subtract(name", "Add(name"), ("([fine, coarse])", "([fine, -coarse])")),
            # a block of its own
            edited(
                _WIRING,
                (
                    '    x = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_1")(detail)\n'
                    '    x = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_2")(x)\n',
                    "    block = keras.Sequential([\n"
                    '        layers.Conv2D(16, 3, padding="same", activation="relu", name=f"conv_{k}") for k in (1, 2)\n'
                    "    ])\n    x = block(detail)\n",
                ),
            ),
            edited(_WIRING, ("([x, detail])", "([detail, x])"), ("[label, quality]", "(label, quality)")),
        ),
        wrong=(
            Wrong(BROKEN.replace("broken_wiring", "repair_wiring"), "graph.argument_order"),
            *(Wrong(_broken((fault,)), fault[2]) for fault in _FAULTS),
            Wrong(_broken(_FAULTS[1:]), "graph.edge"),
            # as broken, written with operators
            Wrong(
                edited(
                    _broken(_FAULTS[:1]),
                    ('layers.Subtract(name="detail")([coarse, fine])', "coarse - fine"),
                    ('layers.Add(name="total")([x, detail])', "x + detail"),
                ),
                "graph.argument_order",
            ),
            Wrong(edited(_WIRING, ('"quality")(texture)', '"quality")(label)')), "graph.edge_to_missing"),
            Wrong(edited(_WIRING, ("[label, quality]", "[quality, label]")), "graph.outputs_permuted"),
            Wrong(
                edited(_WIRING, ('"stem")(image)', '"stem")(image)\n    stem = layers.ReLU()(layers.Dense(16)(stem))')),
                "graph.surplus",
            ),
            Wrong(edited(_WIRING, ("    return keras.Model(image, [label, quality])\n", "")), "answer.returned_none"),
        ),
    ),
)
