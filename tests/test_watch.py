"""`watch()` says during `fit` what goes wrong, once each, and is silent where all goes well."""

import keras
import numpy as np
import pytest
from keras import layers

from autograder import watch
from autograder.doubts.course import Course

ROWS = np.random.default_rng(0).normal(size=(96, 6)).astype("float32")
TRUE = (ROWS @ np.arange(6)).reshape(-1, 1).astype("float32")


def model(*, optimizer="adam", hidden=16, **options) -> keras.Model:
    keras.utils.set_random_seed(1)
    made = keras.Sequential(
        [
            keras.Input((6,)),
            layers.Dense(hidden, activation="relu", name="hidden", **options),
            layers.Dense(1, name="last"),
        ]
    )
    made.compile(optimizer, "mse")
    return made


def said(made: keras.Model, y: np.ndarray = TRUE, **options) -> dict[str, str]:
    watching = watch()
    made.fit(ROWS, y, **({"epochs": 4, "verbose": 0, "callbacks": [watching], "shuffle": False} | options))
    assert repr(watching.card()) and watching.card()._repr_html_()
    keys = [key for key, _words, _layers in watching.said]
    assert len(keys) == len(set(keys))
    return {key: words for key, words, _layers in watching.said}


def test_all_is_well():
    assert said(model(optimizer=keras.optimizers.Adam(0.01))) == {}


def test_the_loss_is_nan(capsys):
    rows = ROWS.copy()
    rows[40, 2] = np.nan
    watching = watch()
    model().fit(rows, TRUE, batch_size=8, epochs=2, verbose=0, callbacks=[watching], shuffle=False)
    assert [key for key, *_rest in watching.said] == ["nan"]
    assert "epoch 1, after batch 3" in watching.said[0][1]
    assert capsys.readouterr().out.count("watch:") == 1


def test_the_rate_is_too_high():
    assert "high" in said(model(optimizer=keras.optimizers.SGD(0.25)), epochs=6) or "nan" in said(
        model(optimizer=keras.optimizers.SGD(0.25)), epochs=6
    )


def test_the_rate_is_too_low():
    assert list(said(model(optimizer=keras.optimizers.Adam(1e-7)))) == ["low"]


def test_nothing_is_learned():
    found = said(model(optimizer=keras.optimizers.SGD(0.0)))
    assert list(found) == ["nothing"] and "epoch 1" in found["nothing"]


def test_a_layer_without_a_gradient():
    x = keras.Input((6,))
    lost = layers.Dense(3, name="lost")(x)
    y = layers.Dense(1)(
        layers.Concatenate()(
            [x, keras.ops.stop_gradient(lost) if False else layers.Lambda(keras.ops.stop_gradient)(lost)]
        )
    )
    made = keras.Model(x, y)
    made.compile("adam", "mse")
    found = said(made)
    assert "`lost` got no gradient" in found["still"]


def test_dead_relus():
    made = model(bias_initializer=keras.initializers.Constant(-50.0))
    found = said(made)
    assert "hidden" in found.get("dead hidden", "") or "`hidden` got no gradient" in found.get("still", "")


def test_half_of_the_relus_are_dead():
    made = model(hidden=8)
    kernel, bias = made.get_layer("hidden").get_weights()
    bias[:6] = -100.0
    made.get_layer("hidden").set_weights([kernel, bias])
    found = said(made)
    assert "6 of 8 units of `hidden`" in found["dead hidden"]


def test_a_layer_that_explodes():
    made = model(optimizer=keras.optimizers.SGD(0.5))
    made.compile(keras.optimizers.SGD(3.0, clipnorm=5.0), "mse")
    assert any(key.startswith("large") for key in said(made, epochs=8))


def test_overfitting():
    draw = np.random.default_rng(3)
    rows, noise = draw.normal(size=(24, 6)), draw.normal(size=(24, 1))
    keras.utils.set_random_seed(1)
    made = keras.Sequential([keras.Input((6,)), layers.Dense(256, activation="relu"), layers.Dense(1)])
    made.compile(keras.optimizers.Adam(0.01), "mse")
    watching = watch()
    made.fit(rows[:12], noise[:12], validation_data=(rows[12:], noise[12:]), epochs=30, verbose=0, callbacks=[watching])
    assert [key for key, *_rest in watching.said] == ["overfit"]


@pytest.mark.parametrize(
    ("loss", "validation", "since"),
    [
        ([3, 2, 1, 0.5, 0.2], [3, 2, 2.2, 2.5, 3], 2),
        ([3, 2, 1, 0.5, 0.2], [3, 2, 1.9, 1.8, 1.7], None),
        ([3, 2], [1, 2], None),
    ],
)
def test_since_when_a_model_overfits(loss, validation, since):
    course = Course()
    for one, other in zip(loss, validation, strict=True):
        course.add({"loss": one, "val_loss": other})
    assert course.overfits() == since


class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.last = layers.Dense(1)

    def call(self, x):
        return self.last(x)


def test_a_subclassed_model_and_one_that_is_not_built():
    for made in (Own(), keras.Sequential([layers.Dense(1)])):
        made.compile("adam", "mse")
        assert said(made, epochs=2) == {}


def test_in_chinese(monkeypatch):
    monkeypatch.setenv("KFA_LANG", "zh")
    assert "学习率太低" in said(model(optimizer=keras.optimizers.Adam(1e-7)))["low"]


def test_training_is_what_it_is_without_it():
    one, other = model(), model()
    first = one.fit(ROWS, TRUE, epochs=2, verbose=0, shuffle=False).history["loss"]
    second = other.fit(ROWS, TRUE, epochs=2, verbose=0, shuffle=False, callbacks=[watch()]).history["loss"]
    assert first == pytest.approx(second)
