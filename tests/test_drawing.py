"""Pictures of graphs: what they show, that nothing overlaps, that the same content gives the same bytes."""

import itertools
import random
import re
import xml.etree.ElementTree as ET

import keras
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import layers

import helpers
from helpers import graph
from helpers.drawing import from_graph, theme
from helpers.drawing.labels import shorten
from helpers.drawing.scene import arrange
from helpers.errors import CourseError

draw = helpers.draw
SVG = "{http://www.w3.org/2000/svg}"


def call(k: int, inputs: list[int], op: str = "Add", **more: object) -> dict:
    kind = "layer" if inputs else "input"
    return {
        "id": k, "kind": kind, "op": op, "module": "keras", "name": f"n{k}", "layer": k, "call": 0, "config": {},
        "args": {}, "inputs": [[i, 0] for i in inputs], "shapes": [[None, 8]], "dtypes": ["float32"], "weights": [],
        "params": 0, "graph": None, **more,
    }  # fmt: skip


def whole(nodes: list[dict], name: str = "net") -> dict:
    used = {i for n in nodes for i, _index in n["inputs"]}
    ends = [[n["id"], 0] for n in nodes if n["id"] not in used]
    sides = {"inputs": [[n["id"], 0] for n in nodes if not n["inputs"]], "outputs": ends}
    return {"name": name, "nodes": nodes, "params": 0} | {
        side: {"tree": [{"tensor": t} for t in flat], "flat": flat, "names": []} for side, flat in sides.items()
    }


def texts(picture: object) -> list[str]:
    return [t.text for t in ET.fromstring(picture.svg).iter(f"{SVG}text")]


def block() -> dict:
    """img -> a -> b -> add, with a skip from img to add."""
    return whole([call(0, [], "InputLayer"), call(1, [0], "Dense"), call(2, [1], "Dense"), call(3, [2, 0])])


@pytest.fixture(scope="module")
def mlp() -> keras.Model:
    image = keras.Input((784,), name="img")
    x = layers.Dense(64, activation="relu", name="first")(image)
    return keras.Model(image, layers.Dense(10, name="last")(x), name="mlp")


@pytest.fixture(scope="module")
def nested() -> keras.Model:
    image = keras.Input((8, 8, 1), name="img")
    encoder = keras.Model(image, layers.Flatten(name="flat")(layers.Conv2D(2, 3, name="conv")(image)), name="encoder")
    a, b = keras.Input((8, 8, 1), name="a"), keras.Input((8, 8, 1), name="b")
    return keras.Model([a, b], layers.Concatenate(name="both")([encoder(a), encoder(b)]), name="twins")


def test_shows_layers_shapes_parameters_and_ends(mlp):
    words = texts(draw(mlp, lang="en"))
    for word in [
        "mlp",
        "2 layers, 50,890 parameters",
        "img",
        "input",
        "? × 784",
        "float32",
        "Dense",
        "first",
        "output",
    ]:
        assert word in words
    assert {"50,240 params", "650 params"} <= set(words)


def test_shapes_can_be_left_out(mlp):
    words = texts(draw(mlp, shapes=False, lang="en"))
    assert "first" in words and not any("×" in w or "params" in w for w in words)


def test_a_long_number_has_six_digits():
    x = keras.Input((3,))
    y = keras.layers.Dropout(0.1 + 0.2)(x * (5 / 12) + 1e-7) * 2.0
    text = draw(keras.Model(x, y), config=True).text
    assert all(word in text for word in ("x2=0.416667\n", "x2=1e-07\n", "rate 0.3\n", "x2=2.0")), text


def test_configuration_is_enough_to_build_the_layer_again(nested):
    image = keras.Input((8, 8, 1))
    x = layers.Conv2D(4, (3, 5), strides=2, padding="same", activation="relu", use_bias=False)(image)
    x = layers.BatchNormalization()(layers.MaxPooling2D(2)(x))
    text = repr(draw(keras.Model(image, layers.Dropout(0.25)(layers.Flatten()(x))), config=True, lang="en"))
    for words in ["filters 4", "kernel_size 3×5", "strides 2×2", "padding same", "activation relu", "use_bias False"]:
        assert words in text
    assert "pool_size 2×2" in text and "rate 0.25" in text
    assert "initializer" not in text and "trainable" not in text


def test_text_lists_every_node_with_its_inputs(mlp):
    lines = repr(draw(mlp, lang="en")).splitlines()
    assert lines[0] == "mlp: 2 layers, 50,890 parameters"
    assert lines[1].split() == ["img", "input", "?", "×", "784", "float32"]
    assert "<- img" in lines[2] and "50,240 params" in lines[2]
    assert "<- first" in lines[3] and lines[3].endswith("output")


def test_words_are_chinese_on_request(mlp):
    words = texts(draw(mlp, lang="zh"))
    assert {"输入", "输出", "50,240 参数"} <= set(words)


def test_a_nested_model_is_one_box_or_a_frame(nested):
    closed, opened = draw(nested, lang="en"), draw(nested, expand=True, lang="en")
    assert "conv" not in texts(closed) and texts(closed).count("encoder") == 2
    assert texts(opened).count("conv") == 2 and texts(opened).count("encoder") == 2
    assert "conv" in repr(opened) and "<- a" in repr(opened)
    assert "shared 1/2" in texts(closed) and "same weights" in texts(closed)


def test_open_frames_hold_their_nodes(nested):
    diagram = from_graph(graph.read(nested), expand=True, lang="en")
    for direction in ("down", "right"):
        scene = arrange(diagram, direction)
        for node in diagram.nodes:
            if node.group is not None and node.kind != "port":
                assert inside(scene.boxes[node.id], scene.frames[node.group])


def test_a_long_chain_has_no_more_columns_than_a_page_is_wide():
    x = inputs = keras.Input((8, 8, 4))
    for k in range(45):
        x = layers.Conv2D(4, 3, padding="same", name=f"a_long_name_of_layer_{k}")(x)
    picture = draw(keras.Model(inputs, x))
    assert picture.width < 960 and 760 < picture.height < 2400


def test_shared_layers_say_so():
    layer, a, b = layers.Embedding(50, 4, name="words"), keras.Input((None,), name="a"), keras.Input((None,), name="b")
    picture = draw(keras.Model([a, b], [layer(a), layer(b)]), lang="en")
    assert {"shared 1/2", "shared 2/2", "200 params", "same weights", "output 0", "output 1"} <= set(texts(picture))
    assert "words (2/2)" in repr(picture)


def test_a_shared_layer_without_weights_says_so_too():
    layer, x = layers.Activation("relu", name="twice"), keras.Input((4,), name="x")
    words = texts(draw(keras.Model(x, layer(layers.Dense(4)(layer(x)))), lang="en"))
    assert {"shared 1/2", "shared 2/2"} <= set(words) and "same weights" not in words


def test_an_input_that_keras_named_has_no_name():
    chain = keras.Sequential([keras.Input((4,), name="x"), layers.Dense(4), layers.Dense(3)])
    piece = draw(keras.Model(chain.layers[0].output, chain.layers[1].output), lang="en")
    assert "keras_tensor" not in "".join([*texts(piece), repr(piece)])
    assert "input" in texts(piece)


def test_dict_outputs_are_called_by_their_keys():
    x = keras.Input((4,))
    model = keras.Model(x, {"b": layers.Dense(1)(x), "a": layers.Dense(2)(x)})
    lines = repr(draw(model, lang="en")).splitlines()
    assert next(line for line in lines if "? × 2" in line).endswith("output · a")
    assert next(line for line in lines if "? × 1 " in line).endswith("output · b")


def test_order_of_arguments_is_numbered_where_it_matters():
    nodes = [call(0, [], "InputLayer"), call(1, [], "InputLayer")]
    assert {"1", "2"} <= set(texts(draw(whole([*nodes, call(2, [1, 0], "Concatenate")]))))
    assert not {"1", "2"} & set(texts(draw(whole([*nodes, call(2, [1, 0], "Add")]))))


def test_marks_have_style_and_word():
    marks = {"nodes": {3: "wrong"}, "edges": {(0, 3): "wrong", (1, 3): "expected"}}
    picture = draw(block(), marks=marks, lang="en")
    assert {"yours", "expected", "look here"} <= set(texts(picture))
    assert len(re.findall('class="e wrong"', picture.svg)) == len(re.findall('class="e expected"', picture.svg)) == 1
    assert repr(picture).splitlines()[-2:] == ["yours: n0 -> n3", "expected: n1 -> n3"]


def test_an_expected_edge_may_close_a_cycle_or_lead_to_a_ghost():
    marks = {
        "ghosts": {"g": {"op": "Dropout", "name": "drop", "shapes": [[None, 8]]}},
        "edges": {(3, 1): "expected", (2, "g"): "expected", ("g", 3): "expected"},
        "same": [(1, 2)],
        "labels": {(3, 1): "back"},
    }
    picture = draw(block(), marks=marks, lang="en")
    assert {"Dropout", "missing", "back", "should be one layer"} <= set(texts(picture))


def test_a_mark_on_an_unknown_node_is_refused():
    with pytest.raises(CourseError, match="99"):
        draw(block(), marks={"nodes": {99: "wrong"}}, lang="en")


def test_same_content_same_bytes_and_ids_that_do_not_collide(mlp):
    one, two, other = draw(mlp, lang="en"), draw(mlp, lang="en"), draw(block(), lang="en")
    assert one.svg == two.svg and one._repr_html_() == two._repr_html_()
    ids = [set(re.findall(r'id="([^"]+)"', p.svg)) for p in (one, other)]
    assert ids[0] and not ids[0] & ids[1]


def test_hostile_and_long_names_are_text():
    name = "<script>alert('1')&\"" + "x" * 200
    nodes = [call(0, [], "InputLayer", name=name), call(1, [0], "</svg><b>", name=name)]
    picture = draw(whole(nodes, name="<i>"), lang="en")
    tags = {e.tag.removeprefix(SVG) for e in ET.fromstring(picture.svg).iter()}
    assert tags == {"svg", "title", "desc", "style", "rect", "path", "text", "g"}
    assert "<script" not in picture._repr_html_() and picture.width < 900
    assert any(name in (t.text or "") for t in ET.fromstring(picture.svg).iter(f"{SVG}title"))


def test_picture_has_a_text_alternative(mlp):
    picture = draw(mlp, lang="en")
    root = ET.fromstring(picture.svg)
    named = {e.get("id"): e.text for e in root if e.get("id")}
    assert root.get("role") == "img" and set(root.get("aria-labelledby").split()) == set(named)
    assert "50,240 params" in picture._repr_html_().split('alt="')[1].split('"')[0]


def test_save_writes_the_svg(mlp, tmp_path):
    picture = draw(mlp)
    assert picture.save(tmp_path / "mlp.svg").read_text(encoding="utf-8") == picture.svg
    with pytest.raises(CourseError):
        picture.save(tmp_path / "no" / "mlp.svg")


@pytest.mark.parametrize("thing", [keras.Sequential([layers.Dense(2)]), 3, None, "model"])
def test_what_has_no_graph_is_told_in_a_sentence(thing):
    with pytest.raises(CourseError, match=r"^[A-Z].*\.$"):
        draw(thing)


def test_a_direction_that_is_none_is_told():
    with pytest.raises(CourseError, match="'left'"):
        draw(block(), direction="left")


def test_skips_bow_round_the_block():
    diagram = from_graph(block(), lang="en")
    scene = arrange(diagram)
    skip = next(k for k, e in enumerate(diagram.edges) if (e.source, e.target) == (0, 3))
    main = [scene.boxes[k] for k in range(4)]
    middles = [left + width / 2 for left, _top, width, _height in main]
    assert max(middles) - min(middles) < 1
    assert max(x for x, _y in scene.routes[skip]) > max(left + width for left, _t, width, _h in main[1:3])


def overlap(a: tuple, b: tuple) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def inside(a: tuple, b: tuple) -> bool:
    return b[0] <= a[0] and b[1] <= a[1] and a[0] + a[2] <= b[0] + b[2] and a[1] + a[3] <= b[1] + b[3]


@st.composite
def graphs(draw_from) -> dict:
    nodes = [call(0, [], "InputLayer")]
    for k in range(1, draw_from(st.integers(2, 40))):
        near = st.integers(max(0, k - 8), k - 1)
        nodes.append(call(k, draw_from(st.lists(near, max_size=3)), name="n" * draw_from(st.integers(1, 30))))
    return whole(nodes)


@settings(max_examples=60, deadline=None)
@given(graphs(), st.sampled_from(["down", "right"]), st.sampled_from([None, 300.0]))
def test_boxes_never_overlap_and_edges_meet_their_boxes(net, direction, most):
    diagram = from_graph(net, lang="en")
    scene = arrange(diagram, direction, most)
    boxes = scene.boxes
    assert not any(overlap(a, b) for a, b in itertools.combinations(boxes.values(), 2))
    assert all(inside(box, (-0.1, -0.1, scene.size[0] + 0.2, scene.size[1] + 0.2)) for box in boxes.values())
    for edge, route in zip(diagram.edges, scene.routes, strict=True):
        for end, point in ((edge.source, route[0]), (edge.target, route[-1])):
            left, top, width, height = boxes[end]
            assert left - 0.1 <= point[0] <= left + width + 0.1 and top - 0.1 <= point[1] <= top + height + 0.1


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_straight_pieces_of_edges_run_through_no_box(net):
    diagram = from_graph(net, lang="en")
    scene = arrange(diagram)
    for edge, route in zip(diagram.edges, scene.routes, strict=True):
        for (x0, y0), (x1, y1) in itertools.pairwise(route):
            if abs(x0 - x1) < 0.01:
                piece = (x0 - 0.1, min(y0, y1) + 0.2, 0.2, abs(y1 - y0) - 0.4)
                others = [box for key, box in scene.boxes.items() if key not in (edge.source, edge.target)]
                assert piece[3] <= 0 or not any(overlap(piece, box) for box in others)


def test_two_hundred_nodes_are_drawn():
    chance = random.Random(0)
    nodes = [call(0, [], "InputLayer")]
    for k in range(1, 200):
        nodes.append(call(k, [k - 1] + ([chance.randrange(max(0, k - 20), k)] if k % 3 == 0 else [])))
    assert texts(draw(whole(nodes), blocks=False)).count("Add") == 199


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_every_text_colour_can_be_read(palette):
    grounds = {
        "ink": ["card", "box", "input", "frame"],
        "mute": ["card", "box", "input", "frame"],
        "input-line": ["card", "input"],
        "output-line": ["output"],
        "wrong": ["card", "frame"],
        "expected": ["card", "frame"],
    } | {f"hue{k}": ["card", "frame"] for k in range(theme.HUES)}
    for name, under in grounds.items():
        for ground in under:
            assert contrast(palette[name], palette[ground]) >= 4.5, (name, ground)


def test_shorten_keeps_both_ends():
    assert shorten("block_1_convolution_3", 12) == "block_1…on_3"
    assert shorten("short", 12) == "short"
