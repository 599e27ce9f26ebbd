"""The display of a running training: lines, bar, curves, and a clean end when it is interrupted."""

import os
import re
import signal
import xml.etree.ElementTree as ET

import keras
import numpy as np
import pytest

from helpers import charts, training

X, Y = np.arange(32, dtype="float32").reshape(32, 1) / 32, np.ones((32, 1), "float32")


@pytest.fixture
def model() -> keras.Model:
    x = keras.Input((1,))
    built = keras.Model(x, keras.layers.Dense(1)(x))
    built.compile("sgd", "mse")
    return built


class Screen:
    """Stands for a notebook's output area."""

    def __init__(self) -> None:
        self.shown: list = []

    def __call__(self, thing: object, display_id: bool = False) -> "Screen":
        self.shown.append(thing)
        return self

    def update(self, thing: object) -> None:
        self.shown.append(thing)


def test_outside_a_notebook_each_epoch_is_a_line(model, capsys):
    history = model.fit(X, Y, epochs=2, verbose=0, validation_split=0.25, callbacks=[training.live("en")])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("   ")[0] for line in lines] == ["epoch 1/2", "epoch 2/2"]
    assert f"val_loss {charts.number(history.history['val_loss'][1])}" in lines[1]


def test_in_a_notebook_the_last_state_is_text_and_curves(model, monkeypatch):
    import IPython.display

    screen = Screen()
    monkeypatch.setattr(training, "_in_notebook", lambda: True)
    monkeypatch.setattr(IPython.display, "display", screen)
    callback = training.Curves("en")
    model.fit(X, Y, epochs=3, batch_size=8, verbose=0, callbacks=[callback])
    assert repr(screen.shown[-1]).count("epoch") == 3 and "█" not in repr(screen.shown[-1])
    assert "epoch 3/3" in screen.shown[-1]._repr_html_()
    assert any("Training curves: loss" in repr(thing) for thing in screen.shown)


def test_a_page_that_was_closed_is_told_while_the_training_runs_and_not_after_it(model, monkeypatch):
    import IPython.display

    screen = Screen()
    monkeypatch.setattr(training, "_in_notebook", lambda: True)
    monkeypatch.setattr(IPython.display, "display", screen)
    model.fit(X, Y, epochs=3, batch_size=8, verbose=0, callbacks=[training.Curves("en")])
    texts = [
        thing._repr_html_() for thing in screen.shown if "epoch 1/3" in repr(thing) and "<pre" in thing._repr_html_()
    ]
    told = ["plot_history(history)" in text for text in texts]
    assert told[0] and not told[-1] and "word-break:normal" in texts[0]


@pytest.mark.parametrize("ends", [(0.1, 0.1), (0.1, 0.9), (0.1, 0.12), (0.9, 0.1)])
def test_the_words_of_the_curves_stand_apart_from_each_other_and_from_the_axis(ends):
    picture = charts.curves({"loss": [1.0, ends[0]], "val_loss": [1.0, ends[1]]}, "en")
    heights = [float(y) for y in re.findall(r'class="w[01]" x="[0-9.]+" y="([0-9.]+)"', picture.svg)]
    axis = float(re.search(r'y="([0-9.]+)">epoch<', picture.svg)[1])
    heights.sort()
    assert len(heights) == 2 and heights[1] - heights[0] >= 13.9 and axis - heights[1] >= 13.9


def test_updates_keep_their_distance(model, monkeypatch):
    import IPython.display

    screen, ticks = Screen(), iter(range(1000))
    monkeypatch.setattr(training, "_in_notebook", lambda: True)
    monkeypatch.setattr(IPython.display, "display", screen)
    slow = training.Curves("en", clock=lambda: next(ticks) * 0.01)  # a hundredth of a second for each look at the clock
    model.fit(X, Y, epochs=1, batch_size=1, verbose=0, callbacks=[slow])
    assert 1 <= sum("░" in repr(thing) or "█" in repr(thing) for thing in screen.shown) <= 3


def test_the_time_left_is_told(model, monkeypatch):
    import IPython.display

    screen, ticks = Screen(), iter(range(10_000))
    monkeypatch.setattr(training, "_in_notebook", lambda: True)
    monkeypatch.setattr(IPython.display, "display", screen)
    slow = training.Curves("en", clock=lambda: float(next(ticks)))  # a second for each step
    model.fit(X, Y, epochs=4, batch_size=8, verbose=0, callbacks=[slow])
    bars = [repr(thing).splitlines()[-1] for thing in screen.shown if "█" in repr(thing)]
    assert [bar.split("about ")[1] for bar in bars[:3]] == ["14 s left", "13 s left", "12 s left"]


def test_after_one_step_nothing_is_known_of_the_time_left():
    pace = training._Pace()
    assert pace.left(10) is None
    pace.step(5.0, 1)
    assert pace.left(10) is None
    pace.step(7.0, 2)
    assert pace.left(10) == 16.0


def test_an_interrupt_ends_the_training_cleanly(model, capsys):
    class Impatient(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            if batch == 2:
                os.kill(os.getpid(), signal.SIGINT)

    before, callback = signal.getsignal(signal.SIGINT), training.Curves("en")
    model.fit(X, Y, epochs=50, batch_size=1, verbose=0, callbacks=[callback, Impatient()])
    assert callback.interrupted and len(callback.history["loss"]) <= 1
    assert "Stopped in epoch 1" in capsys.readouterr().out
    assert signal.getsignal(signal.SIGINT) is before


def test_an_interrupt_after_a_failed_training_is_an_interrupt(model):
    class Failing(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            raise OSError("disk full")

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(OSError, match="disk full"):
        model.fit(X, Y, verbose=0, callbacks=[training.Curves("en"), Failing()])
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
        signal.sigtimedwait([], 1)
    assert signal.getsignal(signal.SIGINT) is before


def test_the_figure_shows_both_curves_and_their_values(model):
    history = model.fit(X, Y, epochs=2, verbose=0, validation_split=0.25)
    picture = training.plot_history(history, "en")
    words = [t.text or "" for t in ET.fromstring(picture.svg).iter("{http://www.w3.org/2000/svg}text")]
    assert any(w.startswith("training ") for w in words) and any(w.startswith("validation ") for w in words)
    assert repr(picture).count("epoch") == 2
    assert picture.svg == training.plot_history(history.history, "en").svg


@pytest.mark.parametrize("values", [[], [0.5], [3.0, 3.0], [float("nan"), float("inf")], [1e-9, 2e9], [-1.0, 1.0]])
def test_any_values_give_a_figure(values):
    ET.fromstring(charts.curves({"loss": values, "val_loss": values[:1]}, "en").svg)
