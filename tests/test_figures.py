"""The style of the course's figures: seen by everyone, on any page."""

import ast
import itertools
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers import figures
from helpers.labels import WORDS

ROOT = Path(__file__).parent.parent
# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SEEN_BY = {
    "everyone": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TAB10 = ("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b")


def linear(colour: str) -> np.ndarray:
    part = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def oklab(rgb: np.ndarray) -> np.ndarray:
    cones = np.array([[0.41222147, 0.53633254, 0.05144599], [0.2119035, 0.68069955, 0.10739696],
                      [0.08830246, 0.28171884, 0.6299787]]) @ rgb  # fmt: skip
    return np.array([[0.21045426, 0.79361778, -0.00407205], [1.9779985, -2.4285922, 0.45059371],
                     [0.02590404, 0.78277177, -0.80867577]]) @ np.cbrt(np.clip(cones, 0, None))  # fmt: skip


def nearest(colours: tuple[str, ...], eye: str) -> float:
    """The distance of the two colours that `eye` tells apart least."""
    places = [oklab(np.array(SEEN_BY[eye]) @ linear(c)) for c in colours]
    return min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(places, 2))


@pytest.mark.parametrize("eye", SEEN_BY)
def test_any_two_lines_are_told_apart(eye):
    assert nearest(figures.COLOURS, eye) > 0.1


def test_matplotlibs_own_colours_would_not_do():
    assert min(nearest(TAB10, eye) for eye in SEEN_BY) < 0.02


@pytest.mark.parametrize("colour", figures.COLOURS)
def test_each_line_is_seen_on_white(colour):
    assert 1.05 / (linear(colour) @ [0.2126, 0.7152, 0.0722] + 0.05) > 3


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_chapter_has_the_style_from_its_first_cell(lang):
    code = (
        f"from autograder.notebook import start; start({lang!r}); import matplotlib.pyplot as plt; "
        "print(plt.subplots()[1].plot([1, 2])[0].get_color())"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == figures.COLOURS[0] and not shown.stderr


LABELLED = {"xlabel", "ylabel", "title", "label", "set_xlabel", "set_ylabel", "set_title", "set_yticklabels"}


def labels() -> list[tuple[str, str]]:
    """Each chapter's labels that stand in its code, with the chapter's name."""
    found = []
    for path in sorted((ROOT / "chapters").glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                given = [k.value for k in call.keywords if k.arg in LABELLED]
                given += call.args if getattr(call.func, "attr", "") in LABELLED else []
                given = [e for g in given for e in getattr(g, "elts", [g]) if isinstance(e, ast.Constant)]
                found += [(path.stem, e.value) for e in given if isinstance(e.value, str)]
    return found


def test_every_label_of_a_chapter_has_its_chinese():
    found = labels()
    assert len(found) > 25
    assert {(stem, label) for stem, label in found if label not in WORDS} == {("03_saving", "KB")}


@pytest.fixture
def speaking(request):
    with plt.rc_context():
        figures.use(request.param)
        yield
        plt.close("all")
        assert plt.rcParams["figure.hooks"] == (["helpers.labels:speak"] if request.param == "zh" else [])


def seen() -> list[str]:
    """What stands in a figure with a word at each place, after it was drawn twice."""
    figure, ax = plt.subplots()
    ax.plot([0, 1], [0, 1], label="twin: never stopped")
    ax.plot([0, 1], [1, 0], label="mine")
    ax.set(xlabel="epoch", ylabel="my own", title="loss", yticks=[0, 1], yticklabels=["no title", "x"])
    ax.text(0, 0, "weights")
    ax.legend()
    for _ in range(2):
        figure.canvas.draw()
    texts = [*ax.get_legend().get_texts(), ax.xaxis.label, ax.yaxis.label, ax.title, *ax.texts]
    return [text.get_text() for text in [*texts, *ax.get_yticklabels()]]


@pytest.mark.parametrize("speaking", ["zh"], indirect=True)
def test_labels_of_the_chinese_edition_are_chinese_and_a_learners_own_stay(speaking):
    assert seen() == ["twin：从未停过", "mine", "轮次", "my own", "损失（loss）", "权重", "没有标题", "x"]


@pytest.mark.parametrize("speaking", ["en"], indirect=True)
def test_labels_of_the_english_edition_stay(speaking):
    assert seen()[:3] == ["twin: never stopped", "mine", "epoch"]
