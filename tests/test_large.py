"""Large models: pictures no larger than a page, explorers that lay out what is open, differences in no time to speak of."""

import re
from itertools import pairwise

import keras
import pytest
from keras import layers

from helpers import draw, explore
from helpers.drawing.blocks import folded, folds
from helpers.explorer.view import view
from tests import random_nets

SMALL = ("ResNet50", "MobileNetV2")


def _blocks(count):
    y = x = keras.Input((8, 8, 4))
    for _k in range(count):
        z = layers.BatchNormalization()(layers.Conv2D(4, 3, padding="same")(y))
        y = layers.Add()([y, layers.ReLU()(z)])
    return keras.Model(x, layers.Dense(2)(layers.Flatten()(y)))


def test_repeated_blocks_fold_and_open_by_a_click():
    model = _blocks(30)
    picture = draw(model)
    assert "× 29" in picture.text and picture.height < 900 and "122 layers" in picture.text
    explorer = explore(model)
    (key,) = [k for k in explorer.about["models"] if k.startswith("f")]
    fact = explorer.view["nodes"][key]
    assert fact["model"] and "× 29" in fact["label"] and len(explorer.view["nodes"]) < 12
    explorer.opened = [key]
    assert len(explorer.view["nodes"]) == 123 and key not in explorer.view["nodes"]


def test_outputs_within_a_fold_are_told_on_it():
    y = x = keras.Input((8,))
    heads = {}
    for k in range(300):
        y = layers.Dense(8, activation=("relu", None, "tanh")[k % 3])(y)
        heads[f"at_{k:03}"] = layers.Dense(1)(y)
    picture = draw(keras.Model(x, heads))
    words = re.findall(r'class="w-output"[^>]*>([^<]+)<', picture.svg)
    told = sum(int(found[1]) if (found := re.fullmatch(r"… and (\d+) more", word)) else 1 for word in words)
    assert told == len(heads) > len(words)
    assert words[0] == "output · at_000"
    zh = re.findall(r'class="w-output"[^>]*>([^<]+)<', draw(keras.Model(x, heads), lang="zh").svg)
    assert any(re.fullmatch(r"……另有 \d+ 个", word) for word in zh)


def test_what_is_pointed_at_stays_in_sight():
    model = _blocks(30)
    assert "look here" in draw(model, marks={"nodes": {60: "wrong"}}).text
    assert "look here" in explore(model, marks={"nodes": {60: "wrong"}}).view["text"]
    assert "× 29" not in draw(model, blocks=False).text


def test_small_graphs_are_drawn_as_they_are():
    read = random_nets.read(random_nets.net(1, 40))
    assert folded(read) is read


@pytest.mark.parametrize("seed", range(8))
def test_folds_cover_each_node_once_and_make_no_circle(seed):
    read = random_nets.read(random_nets.net(seed, 400))
    found = sorted(folds(read), key=lambda f: f.first)
    assert all(a.last < b.first for a, b in pairwise(found)) and found
    shown = folded(read)
    at = {node["id"]: place for place, node in enumerate(shown["nodes"])}
    assert all(at[n] < at[node["id"]] for node in shown["nodes"] for n, _k in node["inputs"])
    inside = sum(node["fold"]["layers"] if node["kind"] == "fold" else 1 for node in shown["nodes"])
    assert inside == len(read["nodes"]) and len(shown["nodes"]) <= 80


def test_ten_thousand_calls_draw():
    picture = draw(random_nets.read(random_nets.net(5, 10_000)))
    assert picture.width <= 1300 and picture.height <= 4000


def test_a_net_whose_output_lies_within_a_fold_is_explored():
    found = view(random_nets.read(random_nets.net(2, 1_000)), (), {}, "en")
    assert len(found["nodes"]) <= 80


def _applications():
    return sorted(n for n in dir(keras.applications) if n[0].isupper() and callable(getattr(keras.applications, n)))


@pytest.mark.thorough("two of them are quick, in test_pictures_of_two_applications_fit_a_page")
@pytest.mark.parametrize("name", _applications())
def test_pictures_of_applications_fit_a_page(name):
    picture = draw(getattr(keras.applications, name)(weights=None))
    assert picture.width <= 1300 and picture.height <= 4000


@pytest.mark.parametrize("name", SMALL)
def test_pictures_of_two_applications_fit_a_page(name):
    picture = draw(getattr(keras.applications, name)(weights=None))
    assert picture.width <= 1300 and picture.height <= 4000
