"""One slip is one finding where it was made, in words of the learner's code: twins, nested models, indices, several outputs."""

import re

import keras
import pytest
from keras import layers, ops

from autograder.feedback.words import sentence
from autograder.graphs.canonical import canonical
from autograder.graphs.difference import difference
from autograder.judging import judge
from helpers import draw, graph


def _model(make, *shapes):
    ends = [keras.Input(shape, name=f"in_{k}") for k, shape in enumerate(shapes)]
    return keras.Model(ends if len(ends) > 1 else ends[0], make(*ends))


def _told(right, wrong):
    return [sentence(f) for f in difference(*(canonical(graph.read(m)) for m in (right, wrong)))]


def _words(right, wrong, *shapes):
    return _told(_model(right, *shapes), _model(wrong, *shapes))


def _branches(join, count, slip=None, also=None):
    """Copies of one layer, each on an input of its own; the one of `slip` takes the input of `also`."""

    def make(*ends):
        taken = [ends[also if k == slip else k] for k in range(count)]
        return layers.Dense(1, name="out")(
            join([layers.Dense(4, "relu", name=f"h_{k}")(t) for k, t in enumerate(taken)])
        )

    return _model(make, *[(3,)] * count)


@pytest.mark.parametrize("join", [layers.Concatenate, layers.Add], ids=["ordered", "unordered"])
@pytest.mark.parametrize(("count", "slip", "also"), [(2, 0, 1), (2, 1, 0), (3, 0, 2), (3, 2, 0), (4, 1, 3), (4, 3, 1)])
def test_of_twins_the_one_with_the_slip_is_named(join, count, slip, also):
    (words,) = _told(_branches(join(), count), _branches(join(), count, slip, also))
    assert words.startswith(f"`h_{slip}` ") and f"gets `in_{also}`; it should get `in_{slip}`" in words


def _attention(without=""):
    def make(x):
        q, k, v = (x if name == without else layers.Dense(4, name=name)(x) for name in "qkv")
        return ops.matmul(ops.softmax(ops.matmul(q, ops.transpose(k, (0, 2, 1))) / 2.0), v)

    return _model(make, (5, 4))


@pytest.mark.parametrize(("name", "before"), [("q", "matmul"), ("k", "transpose"), ("v", "matmul")])
def test_a_missing_projection_is_placed_between_what_gives_and_what_takes(name, before):
    (words,) = _told(_attention(), _attention(without=name))
    assert words.startswith(f"A layer is missing after `in_0` and before `{before}") and "`Dense`" in words


def _nested(times, slip=""):
    x = keras.Input((4,), name="inside")
    y = layers.Dense(4, activation="tanh" if slip == "activation" else "relu", name="h")(x)
    y = y if slip == "no sum" else layers.Add(name="plus")([y, x])
    y = layers.Dropout(0.1, name="drop")(y) if slip == "more" else y
    inner = keras.Model(x, y if slip == "less" else layers.LayerNormalization(name="norm")(y), name="block")
    x = y = keras.Input((4,), name="outside")
    for _k in range(times):
        y = inner(y)
    return keras.Model(x, layers.Dense(1, name="out")(y))


@pytest.mark.parametrize("slip", ["activation", "no sum", "more", "less"])
def test_a_slip_inside_a_model_called_again_is_told_once(slip):
    once, often = (_told(_nested(times), _nested(times, slip)) for times in (1, 4))
    assert len(once) == len(often) == 1
    assert len(difference(*(canonical(graph.read(_nested(3, s))) for s in ("", slip)))[0].nodes) >= 1


def _unet(depth, without=None, join=None):
    join = join or (lambda up, skip, d: layers.Concatenate(name=f"join_{d}")([up, skip]))
    x = y = keras.Input((16, 16, 3), name="image")
    skips = []
    for d in range(depth):
        y = layers.Conv2D(4 * 2**d, 3, padding="same", activation="relu", name=f"down_{d}")(y)
        skips.append(y)
        y = layers.MaxPooling2D(name=f"pool_{d}")(y)
    for d in reversed(range(depth)):
        y = layers.UpSampling2D(name=f"up_{d}")(layers.Conv2D(4 * 2**d, 3, padding="same", name=f"back_{d}")(y))
        y = y if without == d else join(y, skips[d], d)
    return keras.Model(x, layers.Conv2D(1, 1, name="out")(y))


JOINS = {
    "concatenated": None,
    "added": lambda up, skip, d: layers.Add(name=f"join_{d}")([up, skip]),
    "projected": lambda up, skip, d: layers.Add(name=f"join_{d}")(
        [up, layers.Conv2D(4 * 2**d, 1, name=f"side_{d}")(skip)]
    ),
}


@pytest.mark.parametrize("join", JOINS)
@pytest.mark.parametrize("without", [0, 1, 2])
def test_a_skip_that_is_left_out_is_told_with_both_its_ends(join, without):
    words = _told(_unet(3, join=JOINS[join]), _unet(3, without, JOINS[join]))
    assert len(words) == 1 and f"`down_{without}`" in words[0] and f"`up_{without}`" in words[0], words


def _two_halves(which):
    return lambda x: layers.Dense(2, name="d")(ops.split(x, 2, axis=-1)[which])


def _states(order):
    def make(x, y):
        _all, h, c = layers.LSTM(4, return_state=True, name="enc")(x)
        return layers.LSTM(4, name="dec")(y, initial_state=None if order is None else [(h, c)[k] for k in order])

    return make


WORDS = {
    "output of a layer": (_two_halves(0), _two_halves(1), [(4,)], ["gets `split[1]`; it should get `split[0]`"]),
    "state left out": (_states((0, 1)), _states(None), [(5, 3)] * 2, ["the 1st `LSTM`", "called without `initial_state`"]),
    "states exchanged": (_states((0, 1)), _states((1, 0)), [(5, 3)] * 2, ["`enc[2]` and `enc[1]`, in this order"]),
    "training": (lambda x: layers.Dropout(0.5)(x), lambda x: layers.Dropout(0.5)(x, training=True), [(3,)], ["called with `training=True`"]),
    "subtraction": (lambda x: x - 2.0, lambda x: 2.0 - x, [(3,)], ["computes `2.0 - in_0`; it should compute `in_0 - 2.0`"]),
    "number for a tensor": (lambda x, y: x / y, lambda x, y: x / 4.0, [(3,)] * 2, ["`in_0 / 4.0`; it should compute `in_0 / in_1`"]),
    "factor": (lambda x: x * 0.5, lambda x: x * 2.0, [(3,)], ["computes `in_0 * 2.0`; it should compute `in_0 * 0.5`"]),
    "last step": (lambda x: x[:, -1], lambda x: x[:, 0], [(5, 3)], ["takes the part `[:, 0]`; it should take `[:, -1]`"]),
    "slices": (lambda x: x[:, 1:, ::2], lambda x: x[:, :-1, ::2], [(5, 4)], ["`[:, :-1, ::2]`; it should take `[:, 1:, ::2]`"]),
    "new axis": (lambda x: x[..., None], lambda x: x[:, None], [(3,)], ["`[:, None]`; it should take `[..., None]`"]),
    "lambda": (lambda x: layers.Lambda(lambda t: t + 1)(x), lambda x: layers.Lambda(lambda t: t * 3)(x), [(3,)], ["another `function`"]),
    "activation on another": (lambda x: layers.Activation("tanh")(ops.relu(x)), ops.relu, [(3,)], ["is missing", "activation=tanh"]),
    "channels first": (lambda x: layers.GlobalMaxPooling2D()(x), lambda x: layers.GlobalMaxPooling2D(data_format="channels_first")(x), [(4, 4, 4)], ["`data_format=channels_first`"]),
    "outputs of one layer": (lambda x: list(ops.split(x, 2, axis=-1)), lambda x: ops.split(x, 2, axis=-1)[::-1], [(4,)], ["`split[1]` and `split[0]`"]),
    "one output twice": (lambda x: list(ops.split(x, 2, axis=-1)), lambda x: [ops.split(x, 2, axis=-1)[0]] * 2, [(4,)], ["Output 2 comes from `split[0]`; it should come from `split[1]`"]),
    "one key": (lambda x: layers.Dense(2)(x), lambda x: {"a": layers.Dense(2)(x)}, [(3,)], ["a plain output is asked for"]),
}  # fmt: skip


@pytest.mark.parametrize("case", WORDS)
def test_words_are_those_that_one_writes(case):
    right, wrong, shapes, wanted = WORDS[case]
    right, wrong = (_model(make, *shapes) for make in (right, wrong))
    words = re.sub(r"(split)(_\d+)?", r"\1", " ".join(_told(right, wrong)))
    assert all(part in words for part in wanted), words
    assert not {"{", "'", "slots", "call="} & set(words) and "slots" not in words and "call=" not in words, words


class Making(layers.Layer):
    """Makes a layer at each call."""

    def call(self, x):
        return layers.Dense(4, activation="relu")(x)


def test_layers_that_no_graph_shows_are_named():
    member = keras.Sequential([keras.Input((3,)), layers.Dense(4, "relu")], name="member")
    right = _model(lambda x: layers.Dense(2)(layers.Dense(4, "relu")(x)), (3,))
    hiding = {
        "made": (Making(name="own"), layers.Lambda(lambda t: layers.Dense(4, "relu")(t), name="own")),
        "used": (layers.Lambda(lambda t: member(t), name="own"), layers.Lambda(lambda t: [member][0](t), name="own")),
    }
    for key, hides in hiding.items():
        for layer in hides:
            found = graph.read(_model(lambda x, layer=layer: layers.Dense(2)(layer(x)), (3,)))
            first = judge.model({"graph": found, "outputs": [], "given": {}}, right, 1)[0]
            assert first.key == f"graph.hidden_{key}" and first.nodes == (1,)
            assert "`own`" in sentence(first) and ("`Dense`" if key == "made" else "`member`") in sentence(first)
    for harmless in (layers.Lambda(lambda t: ops.relu(t)), layers.Lambda(lambda t: layers.ReLU()(t))):
        assert "hides" not in graph.read(_model(harmless, (3,)))["nodes"][1]


def test_badges_say_which_output_of_a_layer_and_its_key():
    x = keras.Input((3, 2))
    assert "output 2 ← [2]" in draw(keras.Model(x, layers.LSTM(4, return_state=True)(x))).text
    inside, outside = keras.Input((3,)), keras.Input((3,))
    both = keras.Model(inside, {"a": layers.Dense(1)(inside), "b": layers.Dense(2)(inside)})(outside)
    text = draw(keras.Model(outside, {"p": [both["b"], both["a"]], "q": outside})).text
    assert all(badge in text for badge in ("output · p[0] ← b", "output · p[1] ← a", "output · q"))
