"""The way between two codes: frames of the decoder, a still strip, and what can't be drawn is told."""

import re

import keras
import numpy as np
import pytest
from keras import layers

import helpers
from helpers.errors import CourseError


@pytest.fixture(scope="module")
def decoder() -> keras.Model:
    """Its picture is the code's first number everywhere."""
    code = keras.Input((3,))
    first = layers.Lambda(lambda c: keras.ops.broadcast_to(c[:, :1, None], (keras.ops.shape(c)[0], 4, 5)))(code)
    return keras.Model(code, first)


def test_frames_go_from_the_first_code_to_the_second(decoder):
    shown = helpers.between(decoder, [0.0, 5, 5], np.array([[1.0, 9, 9]]))
    about = shown.about
    frames = np.frombuffer(shown.frames, "uint8").reshape(about["count"], about["height"], about["width"])
    assert (frames[0] == 0).all() and (frames[-1] == 255).all() and (np.diff(frames[:, 0, 0].astype(int)) > 0).all()
    assert frames.shape[1:] == (4, 5)


def test_without_a_kernel_it_is_a_strip(decoder, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    slider = helpers.between(decoder, [0.0, 0, 0], [1.0, 1, 1], lang="zh")
    slider._ipython_display_()
    still, live = shown
    assert live.keys() == {helpers.live.MIME} and "9 张图片" in repr(slider) == still["text/plain"]
    cell = r'<img src="data:image/png;base64,[^"]+" alt="[^"]*?(\d+%)[^"]*"[^>]*> \1</span>'
    shares = re.findall(cell, still["text/html"])
    assert len(shares) == 9 and shares[0] == "0%" and shares[-1] == "100%"


def test_the_strip_is_the_same_in_two_runs(decoder):
    one, two = (helpers.between(decoder, [0.0, 0, 0], [1.0, 1, 1])._still._repr_html_() for _k in range(2))
    assert one == two


def coloured(channels: int) -> keras.Model:
    code = keras.Input((3,))
    return keras.Model(code, layers.Reshape((2, 2, channels))(layers.Dense(4 * channels)(code)))


def test_pictures_in_colour():
    assert helpers.between(coloured(3), np.zeros(3), np.ones(3)).about["channels"] == 3


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (np.zeros(3), np.zeros(4), "3 and 4 numbers"),
        (np.zeros((2, 3)), np.zeros(3), "one row of numbers"),
        ("code", np.zeros(3), "one row of numbers"),
        ([0.0, np.nan, 0.0], np.zeros(3), "one row of numbers"),
        (np.zeros(7), np.zeros(7), "can't be called on codes of 7 numbers"),
    ],
)
def test_codes_that_do_not_fit_are_told(decoder, start, end, words):
    with pytest.raises(CourseError, match=words):
        helpers.between(decoder, start, end)


@pytest.mark.parametrize("wrong", [coloured(2), 42, keras.Sequential([keras.Input((3,)), layers.Dense(4)])])
def test_what_gives_no_picture_is_told(wrong):
    with pytest.raises(CourseError, match=r"The decoder"):
        helpers.between(wrong, np.zeros(3), np.ones(3))


@pytest.mark.parametrize(
    ("shape", "words"),
    [((0, 4, 5), "0 pictures for 51 codes"), ((1, 4, 5), "1 pictures for"), ((51, 0, 5), "gives 0 × 5 × 1 for a code")],
)
def test_pictures_that_are_not_one_for_each_code_are_told(shape, words):
    with pytest.raises(CourseError, match=words):
        helpers.between(lambda codes: np.zeros(shape), np.zeros(3), np.ones(3))


def test_pictures_that_are_no_numbers_are_told():
    with pytest.raises(CourseError, match="can't be called"):
        helpers.between(lambda codes: [[["text"]]] * len(codes), np.zeros(3), np.ones(3))
