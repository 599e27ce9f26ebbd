"""`lint`: each rule finds its fault and is silent on the repaired twin; nothing of the model is changed."""

import random

import keras
import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from keras import layers

from autograder import lint
from autograder.asking.collect import Answer
from autograder.doubts.doubt import RULES
from autograder.exercises import every, find
from helpers import compiled
from helpers.errors import CourseError
from tests import random_models
from tests.programs import programs
from tests.programs.names import NAMES
from tools import lint_page

PROGRAMS = programs("learning")
SAMPLE = PROGRAMS[::7]


def looked(source: str) -> list:
    names = dict(NAMES)
    try:
        exec(compile(source, "<program>", "exec"), names)
    except ValueError:  # an older Keras wants every input used
        return []
    return lint(names["model"], names.get("data")).findings


def _is_found(program) -> bool:
    """The finding is there, at the place that the repair changes."""
    here = {d.id: d.layers or ("compile",) for d in looked(program.faulty)}
    places = here.get(program.finds, ())
    return any(p in places for p in program.places)


@pytest.mark.parametrize("program", SAMPLE, ids=lambda p: p.name)
def test_a_fault_is_found_and_its_repair_is_not(program):
    assert _is_found(program)
    assert [d.id for d in looked(program.repaired)] == []


@pytest.mark.thorough("a sample of these programs is among the quick tests")
def test_all_programs():
    assert len(PROGRAMS) >= 60
    missed = [p.name for p in PROGRAMS if not _is_found(p)]
    told = {p.name: found for p in PROGRAMS if (found := [d.id for d in looked(p.repaired)])}
    assert len(missed) <= 0.3 * len(PROGRAMS), missed
    assert len(told) <= 0.05 * len(PROGRAMS), told


ELSEWHERE = {
    "freeze.trunk-learns", "input.rows", "input.shape", "loss.negative-weight", "norm.dropout-on-input",
    "norm.frozen-statistics", "optimizer.clipping", "optimizer.decay", "size.eaten", "size.pooled-one",
}  # fmt: skip


def test_every_rule_is_tried():
    """A rule that no program shows is one of these, which other tests below try."""
    assert set(RULES) - {p.finds for p in PROGRAMS} == ELSEWHERE


def small(*rest, loss="mse", optimizer="adam", **options) -> keras.Model:
    model = keras.Sequential([keras.Input((6,)), layers.Dense(8, activation="relu"), *rest, layers.Dense(1)])
    model.compile(optimizer, loss=loss, **options)
    return model


def two_headed(**options) -> keras.Model:
    x = keras.Input((6,))
    model = keras.Model(x, [layers.Dense(1, name="a")(x), layers.Dense(1, name="b")(x)])
    model.compile("adam", loss=["mse", "mse"], **options)
    return model


def image(*rest) -> keras.Model:
    return keras.Sequential([keras.Input((6, 6, 1)), *rest, layers.GlobalAveragePooling2D(), layers.Dense(1)])


def test_rules_that_no_program_shows():
    sgd = keras.optimizers.SGD
    cases = {
        "input.rows": lint(small(), (np.ones((8, 6)), np.zeros((9, 1)))),
        "input.shape": lint(small(), (np.eye(8, 7), np.zeros((8, 1)))),
        "loss.negative-weight": lint(two_headed(loss_weights=[1.0, -0.5])),
        "norm.dropout-on-input": lint(keras.Sequential([keras.Input((6,)), layers.Dropout(0.5), layers.Dense(1)])),
        "optimizer.clipping": lint(small(optimizer=sgd(0.01, clipnorm=1e-5))),
        "optimizer.decay": lint(small(optimizer=sgd(0.01, weight_decay=0.9))),
        "size.eaten": lint(
            image(
                layers.Conv2D(4, 5, activation="relu"),
                layers.ZeroPadding2D(1),
                layers.Conv2D(4, 3, activation="relu"),
            )
        ),
        "size.pooled-one": lint(image(layers.Conv2D(4, 6, activation="relu"), layers.MaxPooling2D(2, padding="same"))),
    }
    x = keras.Input((6,))
    y = layers.BatchNormalization()(layers.Dense(8, activation="relu")(x), training=False)
    cases["norm.frozen-statistics"] = lint(keras.Model(x, layers.Dense(1)(y)))
    for rule, found in cases.items():
        assert rule in [d.id for d in found], rule


def test_a_trained_trunk_beside_a_new_head():
    trunk = keras.Sequential(
        [keras.Input((40,)), layers.Dense(3000, activation="relu"), layers.BatchNormalization(name="norm")],
        name="trunk",
    )
    trunk.get_layer("norm").moving_mean.assign(np.ones(3000))
    x = keras.Input((40,))
    model = keras.Model(x, layers.Dense(1)(trunk(x)))
    model.compile("adam", loss="mse")
    assert [d.id for d in lint(model) if d.rule.level == "fault"] == ["freeze.trunk-learns"]
    trunk.trainable = False
    model.compile("adam", loss="mse")
    assert "freeze.trunk-learns" not in [d.id for d in lint(model)]


def state(model: keras.Model) -> tuple:
    values = [np.asarray(v).tobytes() for v in (*model.variables, *model.optimizer.variables)]
    numbers = np.random.get_state()[1].tobytes(), random.getstate()
    return model.to_json(), values, model.trainable_variables == [], numbers, keras.config.floatx()


def test_nothing_is_changed():
    model = small(layers.Dropout(0.2), layers.BatchNormalization())
    rows = np.random.default_rng(0).normal(size=(8, 6)), np.zeros((8, 1))
    name = layers.Dense(1).name
    before = state(model)
    lint(model, rows)._repr_html_()
    assert state(model) == before
    assert int(layers.Dense(1).name.split("_")[-1]) == int(name.split("_")[-1]) + 1


def test_a_sequential_model_that_is_not_built():
    model = keras.Sequential([layers.Dense(8), layers.Dense(1, activation="softmax")])
    model.compile("adam", loss="mse")
    alone, fed = lint(model), lint(model, (np.eye(8), np.arange(8) % 2))
    assert {"head.softmax-of-one", "activation.none-between"} <= {d.id for d in alone} & {d.id for d in fed}
    assert not model.built and "? × 8" in repr(fed) and "lint" in alone._repr_html_()


class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.first, self.last = layers.Dense(4, kernel_initializer="ones"), layers.Dense(1)

    def call(self, x):
        return self.last(self.first(x))


def test_a_subclassed_model_has_layers_and_a_compilation():
    model = Own()
    model.compile(keras.optimizers.Adam(5.0), loss="mse")
    found = lint(model)
    assert [d.id for d in found] == ["optimizer.rate-high", "init.constant"]
    assert "has no graph" in repr(found)


class Odd(layers.Layer):
    """A layer that answers no question."""

    def __init__(self):
        super().__init__()
        self.inner = layers.Dense(3)

    def build(self, shape):
        self.inner.build(shape)

    def call(self, x):
        return self.inner(x)

    def get_config(self):
        raise RuntimeError("no")

    @property
    def bias(self):
        raise RuntimeError("no")


def test_a_layer_of_the_learners_own():
    x = keras.Input((6,))
    model = keras.Model(x, layers.Dense(1, activation="softmax")(Odd()(x)))
    assert [d.id for d in lint(model)] == ["head.softmax-of-one"]


def test_a_generator_is_not_used_up():
    rows = iter([(np.ones((4, 6)), np.ones((4, 1)))])
    batches = (batch for batch in rows)
    assert "generator" in repr(lint(small(), batches))
    assert next(batches)[0].shape == (4, 6)


@pytest.mark.parametrize("data", [42, "text", (object(), None), ([], []), {"no": [1]}, (np.zeros((0, 6)), np.zeros(0))])
def test_data_that_are_none(data):
    repr(lint(small(), data))


def test_mixed_precision():
    model = keras.Sequential([keras.Input((6,)), layers.Dense(8, dtype="mixed_float16"), layers.Dense(1)])
    model.compile("adam", loss="mse")
    assert [d.id for d in lint(model)] == ["activation.none-between"]


@pytest.mark.parametrize("thing", [None, 1, layers.Dense(1), keras.Input((2,))])
def test_what_is_no_model(thing):
    with pytest.raises(CourseError, match="looks at a model"):
        lint(thing)


def test_what_is_intended_is_kept_with_the_models_name():
    def made(name):
        x = keras.Input((6,))
        return keras.Model(x, layers.Dense(1)(layers.Dense(8)(x)), name=name)

    found = lint(made("linear"))
    assert len(found) == 1 and "intended(1)" in repr(found)
    assert len(found.intended(1)) == 0
    assert len(lint(made("linear"))) == 0 and "called intended" in repr(lint(made("linear")))
    assert len(lint(made("another"))) == 1
    assert len(lint(made("linear")).forget()) == 1 and len(lint(made("linear"))) == 1
    with pytest.raises(CourseError, match=r"1 \(activation.none-between\)"):
        found.intended(7)


def test_a_model_that_keras_has_named_is_known_again():
    lint(small(layers.Dense(3))).intended("activation.none-between")
    assert "activation.none-between" not in [d.id for d in lint(small(layers.Dense(3)))]
    assert "activation.none-between" in [d.id for d in lint(small(layers.Dense(3), layers.Dense(3)))]


def test_the_card_in_both_languages(monkeypatch):
    model = small(layers.Dense(3))
    assert "① Between" in repr(lint(model)) and 'lang="en"' in lint(model)._repr_html_()
    monkeypatch.setenv("KFA_LANG", "zh")
    assert "没有非线性激活" in repr(lint(model)) and 'lang="zh"' in lint(model)._repr_html_()


def test_a_finding_in_a_nested_model_is_marked_there():
    inner = keras.Sequential(
        [keras.Input((6,)), layers.Dense(4, name="first"), layers.Dense(4, name="second")], name="inner"
    )
    x = keras.Input((6,))
    found = lint(keras.Model(x, layers.ReLU()(inner(x))))
    assert [d.layers for d in found] == [("inner/first", "inner/second")]
    assert "①: first -> second" in repr(found)


def test_the_page_of_rules_is_that_of_the_registry():
    assert lint_page.main(["--check"]) == 0
    assert set(lint_page.FAMILIES) == {rule.partition(".")[0] for rule in RULES}
    assert len(RULES) >= 30 and all(rule.sources for rule in RULES.values())


def models_of(exercise) -> list[keras.Model]:
    """The models that a reference answer makes when it is asked."""
    made = []

    def kept(method):
        def call(answer, *arguments, **options):
            result = method(answer, *arguments, **options)
            made.extend(m for m in keras.tree.flatten(result) if isinstance(m, keras.Model))
            return result

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Answer, "call", kept(Answer.call))
        exercise.collect(exercise.solved())
    return list({id(m): m for m in made}.values())


def silent(exercise) -> bool:
    told = {d.id for model in models_of(exercise) for d in lint(model)}
    return told <= GIVEN.get(exercise.id, set())


GIVEN = {
    "ex03b": {"activation.none-between", "freeze.untrained"},
    "ex05a": {"activation.none-between"},
    "ex06e": {"wiring.copies"},
    "ex14a": {"optimizer.rate-high"},
}
"""What is told of models that an answer is given, and only copies, joins, repairs or hands in (trained fast, in a moment)."""


@pytest.mark.parametrize("name", ["ex01a", "ex07b", "ex13a"])
def test_some_references_are_free_of_doubts(name):
    assert models_of(find(name)) and silent(find(name))


@pytest.mark.thorough("three references are among the quick tests")
def test_all_references_are_free_of_doubts():
    assert [e.id for e in every() if not silent(e)] == []


APPLICATIONS = [
    "ConvNeXtTiny", "DenseNet121", "EfficientNetB0", "EfficientNetV2B0", "InceptionResNetV2", "InceptionV3", "MobileNet",
    "MobileNetV2", "MobileNetV3Large", "MobileNetV3Small", "NASNetMobile", "ResNet50", "ResNet50V2", "VGG16", "Xception",
]  # fmt: skip


@pytest.mark.thorough("one application of Keras is among the quick tests")
@pytest.mark.parametrize("name", APPLICATIONS)
def test_applications_are_free_of_doubts(name):
    model = getattr(keras.applications, name)(weights=None)
    assert [(d.id, d.layers) for d in lint(model)] == []
    keras.backend.clear_session(free_memory=True)


def test_an_application_is_free_of_doubts():
    model = keras.applications.MobileNetV2((32, 32, 3), alpha=0.35, weights=None, include_top=False)
    assert [(d.id, d.layers) for d in lint(model)] == []


def test_a_code_that_becomes_an_image_needs_no_nonlinearity():
    noise = keras.Input((8,))

    def found(*between):
        y = noise
        for layer in (layers.Dense(64), *between, layers.Dense(1)):
            y = layer(y)
        return [d.id for d in lint(keras.Model(noise, y))]

    deconvolved = layers.Conv2DTranspose(4, 3, activation="relu"), layers.GlobalAveragePooling2D()
    assert found(layers.Reshape((4, 4, 4)), *deconvolved) == []
    assert found(layers.Reshape((64,))) == ["activation.none-between"]


@settings(max_examples=15, deadline=None, database=None)
@given(random_models.programs(), st.data())
def test_random_models_raise_nothing_of_ours(program, data):
    if data.draw(st.booleans()):
        program = data.draw(random_models.mutations(program))[2]
    try:
        model, _dense = random_models.build(program, random_models.outputs(program), data.draw(st.integers(0, 3)))
    except ValueError:  # an older Keras wants every input used
        reject()
    loss = data.draw(st.sampled_from([None, "mse", "binary_crossentropy", "sparse_categorical_crossentropy"]))
    if loss:
        model.compile(data.draw(st.sampled_from(["sgd", "adam"])), loss=loss, metrics=None)
    rows = [np.ones((4, x.shape[-1])) for x in model.inputs]
    found = lint(model, data.draw(st.sampled_from([None, rows[0], (rows, np.zeros(4)), (np.zeros((4, 9)), [0, 1])])))
    assert repr(found) and found._repr_html_()


def test_the_private_attributes_that_are_read():
    """`helpers.graph` reads two more of Keras's own: a Keras that lacks them must be known."""
    model = small()
    assert compiled.compile_arguments(model)["loss"] == "mse" and compiled.compile_arguments(Own()) == {}
    assert compiled.trained_by(model.optimizer) == []
    model.fit(np.ones((2, 6)), np.ones((2, 1)), verbose=0)
    assert len(compiled.trained_by(model.optimizer)) == len(model.trainable_variables)
