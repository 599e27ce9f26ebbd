"""The model explorer's data: pictures that open in place, facts, activations and weights; what can't be shown is told."""

import re
import xml.etree.ElementTree as ET

import keras
import numpy as np
import pytest
from keras import layers, ops

from helpers import explore
from helpers.errors import CourseError
from helpers.explorer import Explorer, pixels
from helpers.explorer.view import models, view
from helpers.graph import read


def encoder() -> keras.Model:
    inputs = keras.Input((8, 8, 1), name="img")
    x = layers.Conv2D(4, 3, activation="relu", name="conv")(inputs)
    return keras.Model(inputs, layers.GlobalMaxPooling2D(name="pool")(x), name="encoder")


def siamese() -> keras.Model:
    """Two inputs, a shared nested model, a shared layer, a skip, outputs in a dict."""
    left, right = keras.Input((8, 8, 1), name="left"), keras.Input((8, 8, 1), name="right")
    shared, dense = encoder(), layers.Dense(6, name="dense")
    both = layers.Concatenate(name="pair")([dense(shared(left)), dense(shared(right))])
    skip = layers.Add(name="skip")([layers.Dense(12, name="proj")(both), both])
    outputs = {"same": layers.Dense(1, name="same")(skip), "digit": layers.Dense(10, name="digit")(skip)}
    return keras.Model([left, right], outputs, name="siamese")


def rows(count: int = 3) -> np.ndarray:
    return np.random.default_rng(0).random((count, 8, 8, 1)).astype("float32")


def asked(explorer: Explorer, name: str, row: int = 0) -> tuple[dict, list[bytes]]:
    """What the page gets for a click on the first node of this name."""
    sent = []
    explorer.send = lambda content, buffers=None: sent.append((content, buffers))
    key = next(key for key, fact in explorer.view["nodes"].items() if fact["name"] == name)
    explorer._answer(None, {"ask": 7, "key": key, "row": row}, None)
    assert sent[0][0]["answer"] == 7
    return sent[0]


def test_facts_of_each_node():
    shown = explore(siamese()).view
    facts = {fact["name"]: fact for fact in shown["nodes"].values()}
    assert facts["proj"]["label"] == "proj, Dense, output shape (?, 12), 156 parameters"
    assert facts["proj"]["shapes"] == ["? × 12"] and facts["proj"]["from"] == [["pair", "? × 12"]]
    assert facts["proj"]["config"] == ["units 12", "activation linear"]
    assert ["use_bias", "True"] in facts["proj"]["all"]
    assert facts["skip"]["params"] == "no parameters" and len(facts["skip"]["from"]) == 2
    assert facts["encoder"]["model"] and not facts["encoder"]["open"]
    assert "shared" in facts["dense"]["label"]
    twice = [fact for fact in shown["nodes"].values() if fact["name"] == "dense"]
    assert len(twice) == 2 and twice[0]["layer"] == twice[1]["layer"] != facts["proj"]["layer"]


def test_a_nested_model_opens_in_place_and_closes():
    explorer = explore(siamese())
    closed = explorer.view
    first = explorer.about["models"][0]
    explorer.opened = [first]
    names = [fact["name"] for key, fact in explorer.view["nodes"].items() if key.startswith(f"{first}/")]
    assert names == ["img", "conv", "pool"] and explorer.view["nodes"][first]["open"]
    assert any(source.startswith(f"{first}/in") for source, _target in explorer.view["edges"])
    explorer.opened = []
    assert explorer.view == closed


def test_models_in_models_open_with_those_around_them():
    inputs = keras.Input((8, 8, 1))
    middle = keras.Model(inputs, layers.Dense(3)(encoder()(inputs)), name="middle")
    outer = keras.Model(new := keras.Input((8, 8, 1)), middle(new), name="outer")
    explorer = explore(outer, rows())
    assert explorer.about["models"] == ["1", "1/1"]
    explorer.opened = ["1/1"]  # the one around it is closed
    assert explorer.view["nodes"].keys() == {"0", "1"}
    explorer.opened = ["1", "1/1"]
    assert explorer.view["nodes"]["1/1/1"]["name"] == "conv"
    found = asked(explorer, "conv")[0]["activations"][0]
    assert (found["kind"], found["channels"], found["height"]) == ("maps", 4, 6)


def test_an_open_sequential():
    inner = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="a"), layers.Dense(2, name="b")], name="stack")
    outer = keras.Model(inputs := keras.Input((4,)), inner(inputs))
    explorer = explore(outer, np.ones((2, 4)))
    explorer.opened = explorer.about["models"]
    assert asked(explorer, "b")[0]["weights"][0]["name"] == "b/kernel"


def test_activations_are_those_of_the_model():
    model, data = siamese(), rows()
    explorer = explore(model, [data, data[::-1]])
    answer, buffers = asked(explorer, "digit", row=1)
    expected = np.asarray(model([data[1:2], data[::-1][1:2]])["digit"])[0]
    low, high = min(expected.min(), 0), max(expected.max(), 0)
    got = np.frombuffer(buffers[0], "uint8") / 255 * (high - low) + low
    np.testing.assert_allclose(got, expected, atol=(high - low) / 255)
    assert answer["activations"][0]["kind"] == "bars"


def test_activations_inside_a_shared_model_are_those_of_that_call():
    model, data = siamese(), rows()
    explorer = explore(model, {"left": data, "right": data[::-1]})
    explorer.opened = explorer.about["models"]
    found = []
    explorer.send = lambda content, buffers=None: found.append(buffers[0])
    for key in [key for key, fact in explorer.view["nodes"].items() if fact["name"] == "conv"]:
        explorer._answer(None, {"ask": 1, "key": key, "row": 0}, None)
    assert len(found) == 2 and found[0] != found[1]


def test_training_shows_at_the_next_click():
    model = keras.Model(i := keras.Input((4,)), layers.Dense(3, name="dense")(i))
    explorer = explore(model, np.ones((1, 4)))
    before = asked(explorer, "dense")
    model.layers[1].set_weights([np.full((4, 3), 2.0), np.zeros(3)])
    after = asked(explorer, "dense")
    assert after[0]["weights"][0]["mean"] == "2" != before[0]["weights"][0]["mean"]
    assert after[0]["activations"][0]["high"] == "8"


def test_operations_and_an_intermediate_graph():
    inputs = keras.Input((4,))
    doubled = ops.multiply(inputs, 2.0)
    explorer = explore((inputs, ops.sum(doubled, axis=-1, keepdims=True)), np.ones((2, 4)))
    name = next(fact["name"] for fact in explorer.view["nodes"].values() if fact["kind"] == "Sum")
    assert asked(explorer, name)[0]["activations"][0]["value"] == "8"


@pytest.mark.parametrize(
    ("shape", "kind"),
    [((1,), "number"), ((5,), "bars"), ((7, 5), "heat"), ((9, 9, 2), "maps"), ((200, 150, 3), "maps"), ((2, 2, 2, 2), "maps")],
)  # fmt: skip
def test_arrays_are_drawn_by_their_axes(shape, kind):
    about, data = pixels.drawn(np.random.default_rng(1).normal(size=shape), "en")
    assert about["kind"] == kind
    size = {"bars": ["count"], "heat": ["steps", "features"], "maps": ["channels", "height", "width"]}.get(kind, [])
    assert len(data) == (np.prod([about[name] for name in size]) if size else 0)
    assert max([about[name] for name in size], default=0) <= 256


def test_what_is_left_out_of_a_picture_is_told():
    assert "first 256 of 300" in pixels.drawn(np.ones(300), "en")[0]["sentence"]
    assert "first 64 of 65" in pixels.drawn(np.ones((2, 2, 65)), "en")[0]["sentence"]
    assert "共 65 个" in pixels.drawn(np.ones((2, 2, 65)), "zh")[0]["sentence"]


def test_values_that_are_not_finite_are_told_and_drawn_as_the_least():
    about, data = pixels.drawn(np.array([1.0, np.nan, 3.0, np.inf]), "en")
    assert "2 values are not finite" in about["sentence"] and (about["low"], about["high"]) == ("1", "3")
    assert data[1] == 0
    assert pixels.histogram(np.full(4, np.nan))["counts"] == []
    assert sum(pixels.histogram(np.array([1.0, np.inf, 2.0]))["counts"]) == 2


def test_an_image_in_colour_and_words():
    assert pixels.drawn(np.ones((4, 4, 3)), "en", image=True)[0]["kind"] == "image"
    assert pixels.drawn(np.array(["ab", "c"]), "en")[0]["words"] == ["ab", "c"]


def test_names_of_a_learner_are_text_alone():
    name = "<img src=x onerror=alert(1)>&"
    model = keras.Model(i := keras.Input((4,), name="a<b>"), layers.Dense(2, name=name)(i), name="<script>")
    shown = explore(model).view
    for kind, _key, markup in shown["parts"]:
        tags = {e.tag for e in ET.fromstring(f"<g>{markup}</g>").iter()}  # well-formed
        assert tags <= {"g", "rect", "text", "path", "title"}, kind
    assert shown["nodes"]["1"]["name"] == name


def test_what_is_marked_in_a_closed_model_marks_the_model():
    graph = read(siamese())
    nested = models(graph)[0]
    marks = {"nodes": {f"{nested}/1": "wrong"}}
    closed = view(graph, [], marks, "en")
    assert closed["nodes"][nested]["word"] == "look here"
    opened = view(graph, [nested], marks, "en")
    assert opened["nodes"][f"{nested}/1"]["word"] == "look here" and not opened["nodes"][nested]["word"]
    assert explore(graph, marks=marks).opened == [nested]  # it opens where the mark is


def test_a_wrong_and_an_expected_edge_beside_what_is_expected():
    model = siamese()
    graph = read(model)
    pair, proj, skip = (next(n["id"] for n in graph["nodes"] if n["name"] == name) for name in ("pair", "proj", "skip"))
    marks = {"edges": {(proj, skip): "wrong", (pair, proj + 2): "expected"}}
    explorer = explore(graph, marks=marks, beside=model)
    assert "wrong" in str(explorer.view["parts"]) and "expected" in str(explorer.view["parts"])
    assert explorer.about["beside"][0].startswith("<svg") and not explorer.about["asks"]


def test_without_a_page_it_is_a_picture_and_a_text(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    explorer = explore(siamese())
    explorer._ipython_display_()
    still, live = shown
    assert "data:image/svg+xml;base64," in still["text/html"] and "proj" in still["text/plain"]
    assert live.keys() == {"application/vnd.jupyter.widget-view+json"}
    assert "proj" in repr(explorer)


def test_what_is_expected_stands_beside_the_still_picture_too(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    explore(siamese(), beside=siamese(), lang="zh")._ipython_display_()
    assert shown[0]["text/html"].count("data:image/svg+xml;base64,") == 2
    assert all(word in shown[0]["text/html"] and word in shown[0]["text/plain"] for word in ("你的", "期望"))
    assert shown[0]["text/plain"].count("siamese") == 2


def test_the_words_are_in_the_readers_language():
    shown = explore(siamese(), lang="zh")
    assert shown.view["nodes"]["0"]["label"].startswith("left, 输入, 输出形状")
    assert all(re.search("[一-鿿]", word) for word in shown.words.values())


# Bad input


def test_a_subclassed_model_lists_its_layers():
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense, self.late = layers.Dense(2, name="d1"), layers.Dense(3, name="<b>")

        def call(self, x):
            return self.dense(x)

    model = Net()
    model(np.ones((1, 4)))
    table = explore(model)
    assert "Net is a subclassed model" in repr(table) and table.rows == [
        ("d1", "Dense", "10"),
        ("<b>", "Dense", "not built yet"),
    ]
    assert "&lt;b&gt;" in table._repr_html_() and "子类化模型" in repr(explore(model, lang="zh"))


@pytest.mark.parametrize("thing", [42, "model", None, keras.Sequential([layers.Dense(2)])])
def test_what_has_no_graph_is_told(thing):
    with pytest.raises(CourseError, match=r"Expected a functional model|no graph yet"):
        explore(thing)


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        (np.ones((3, 8, 8, 1)), "1 arrays; the model has 2 inputs"),
        ([np.ones((3, 8, 8, 1))] * 3, "3 arrays"),
        (
            [np.ones((3, 8, 8, 1)), np.ones((3, 9, 9, 1))],
            r"`right` has the shape 3 × 9 × 9 × 1; the model takes \? × 8",
        ),
        ([np.ones((3, 8, 8, 1)), np.ones((2, 8, 8, 1))], "different numbers of rows: 3, 2"),
        ([np.ones((0, 8, 8, 1))] * 2, "no rows"),
        ({"left": np.ones((3, 8, 8, 1))}, "has the inputs left; the model has left, right"),
        ([[["a"], ["b", "c"]], np.ones((3, 8, 8, 1))], "can't be read"),
        ([np.full((3, 8, 8, 1), "x"), np.ones((3, 8, 8, 1))], "can't be read as an array of float32"),
    ],
)
def test_a_sample_that_does_not_fit_is_told(sample, words):
    with pytest.raises(CourseError, match=words):
        explore(siamese(), sample)


@pytest.mark.parametrize("shape", [(8, 8, 1), (1, 8, 8), (1, 8, 8, 1), (8, 8)])
def test_one_row_or_a_missing_last_axis_will_do(shape):
    model = encoder()
    if shape == (8, 8):
        with pytest.raises(CourseError):
            explore(model, np.ones(shape))
    else:
        assert explore(model, np.ones(shape)).about["rows"] == 1


def test_a_layer_that_fails_is_told():
    class Odd(layers.Layer):
        def compute_output_shape(self, shape):
            return shape

        def call(self, x):
            raise RuntimeError("I only work\non paper")

    model = keras.Model(i := keras.Input((4,)), layers.Dense(2, name="last")(Odd(name="odd")(i)))
    answer, buffers = asked(explore(model, np.ones((1, 4))), "last")
    assert answer["activations"][0]["sentence"].startswith("last can't be computed on this row:")
    assert not set("\n\x1b") & set(answer["activations"][0]["sentence"]) and len(buffers) == 1
    assert len(answer["weights"]) == 2


def test_what_a_layer_prints_stays_out_of_the_notebook(capsys):
    class Talking(layers.Layer):
        def call(self, x):
            print("here")
            return x

    model = keras.Model(i := keras.Input((4,)), Talking(name="talking")(i))
    explorer = explore(model, np.ones((1, 4)))
    capsys.readouterr()
    assert asked(explorer, "talking")[0]["activations"][0]["kind"] == "bars"
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("question", [None, 3, {}, {"key": 1}, {"key": "99"}, {"key": "0/0"}, {"key": "x", "row": "y"}])
def test_a_question_that_is_none_gets_no_answer(question):
    explorer = explore(encoder(), rows())
    explorer.send = pytest.fail
    explorer._answer(None, question, None)


def test_two_hundred_layers():
    x = inputs = keras.Input((16,))
    for k in range(100):
        x = layers.Add()([x, layers.Dense(16, name=f"d{k}")(x)])
    explorer = explore(keras.Model(inputs, x), np.ones((1, 16)))
    explorer.opened = explorer.about["models"]  # a large graph's repeated blocks are folded at first
    assert len(explorer.view["nodes"]) == 201
    assert asked(explorer, "d99")[0]["activations"][0]["count"] == 16
