"""The style of the course's figures: seen by everyone, on any page."""

import itertools
import subprocess
import sys

import numpy as np
import pytest

from helpers import figures

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
