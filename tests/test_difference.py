"""Findings lead with the first cause, in the learner's names, and fold its consequences."""

import keras
import numpy as np
import pytest
from keras import layers

from autograder.feedback.words import sentence
from autograder.graphs.canonical import canonical
from autograder.graphs.difference import difference
from helpers import graph


def _resnet(skips=(True, True), activation="relu", source=None, filters=64, names=("sum_0", "sum_1")):
    x = keras.Input((32, 32, 3), name="img")
    y = layers.Conv2D(32, 3, activation=activation, name="stem_0")(x)
    y = layers.Conv2D(64, 3, activation=activation, name="stem_1")(y)
    start = block = layers.MaxPooling2D(3, name="pool")(y)
    for k, skip in enumerate(skips):
        y = layers.Conv2D(filters, 3, activation=activation, padding="same", name=f"conv_{k}_0")(block)
        y = layers.Conv2D(64, 3, activation=activation, padding="same", name=f"conv_{k}_1")(y)
        other = start if source == k else block
        block = layers.Add(name=names[k])([y, other]) if skip else y
    y = layers.GlobalAveragePooling2D(name="gap")(layers.Conv2D(64, 3, activation=activation, name="last")(block))
    y = layers.Dropout(0.5, name="drop")(layers.Dense(256, activation=activation, name="hidden")(y))
    return keras.Model(x, layers.Dense(10, name="logits")(y))


def _findings(expected, got):
    return difference(canonical(graph.read(expected)), canonical(graph.read(got)))


def test_equal_models_differ_in_nothing():
    assert _findings(_resnet(), _resnet(names=("a", "b"))) == []


@pytest.mark.parametrize("skips", [(False, True), (True, False)])
def test_dropped_skip_is_one_finding(skips):
    (finding,) = _findings(_resnet(), _resnet(skips=skips))
    assert finding.key == "graph.missing_merge" and finding.values["op"] == "Add"


def test_skip_from_the_wrong_place_is_one_edge():
    (finding,) = _findings(_resnet(), _resnet(source=1))
    assert finding.key == "graph.edge"
    assert finding.values["layer"] == "sum_1"
    assert finding.values["got"] == ["pool"] and finding.values["expected"] == ["sum_0"]
    assert len(finding.edges) == len(finding.expected) == 1


def test_tanh_everywhere_is_one_finding():
    (finding,) = _findings(_resnet(), _resnet(activation="tanh"))
    assert finding.key == "graph.activation_everywhere" and finding.values["got"] == "tanh"


def test_wrong_filters_names_the_layers():
    (finding,) = _findings(_resnet(), _resnet(filters=32))
    assert finding.key == "graph.config_everywhere"
    assert finding.values["layers"] == ["conv_0_0", "conv_1_0"] and finding.values["option"] == "filters"


def _two(order=(0, 1), share=True, widths=(2, 3), heads=(0, 1)):
    ends = [keras.Input((5,), name="a"), keras.Input((5,), name="b")]
    shared = layers.Dense(4, name="first")
    other = shared if share else layers.Dense(4, name="second")
    x, y = shared(ends[0]), other(ends[1])
    both = layers.Concatenate(name="both")([x, y])
    outputs = [layers.Dense(w, name=f"head_{w}")(both) for w in widths]
    return keras.Model([ends[k] for k in order], [outputs[k] for k in heads])


def test_permuted_inputs_are_called_so():
    (finding,) = _findings(_two(), _two(order=(1, 0)))
    assert finding.key == "graph.inputs_permuted"
    assert finding.values == {"got": ["b", "a"], "expected": ["a", "b"]}


def test_permuted_outputs_are_called_so():
    (finding,) = _findings(_two(), _two(heads=(1, 0)))
    assert finding.key == "graph.outputs_permuted"


def _named(inputs=("a", "b"), outputs=("p", "q")):
    ends = {name: keras.Input((5,), name=name) for name in sorted(inputs)}
    both = layers.Concatenate()([layers.Dense(2)(ends[inputs[0]]), layers.Dense(3)(ends[inputs[1]])])
    return keras.Model(ends, dict(zip(outputs, (layers.Dense(4)(both), layers.Dense(5)(both)), strict=True)))


def test_ends_with_names_change_places_not_order():
    (finding,) = _findings(_named(), _named(inputs=("b", "a")))
    assert finding.key == "graph.inputs_exchanged" and finding.values == {"names": ["a", "b"]}
    (finding,) = _findings(_named(), _named(outputs=("q", "p")))
    assert finding.key == "graph.outputs_exchanged" and finding.values == {"names": ["p", "q"]}


def test_a_surplus_layer_is_one_finding_with_its_activation():
    x = keras.Input((4,))
    (finding,) = _findings(
        keras.Model(x, layers.Dense(2)(x)),
        keras.Model(x, layers.Dense(2)(layers.Dense(9, activation="relu", name="more")(x))),
    )
    assert finding.key == "graph.surplus" and finding.values["layer"] == "more"


def test_two_layers_for_one_shared():
    (finding,) = _findings(_two(), _two(share=False))
    assert finding.key == "graph.not_shared" and finding.values["layers"] == ["first", "second"]


def test_one_shared_for_two_layers():
    (finding,) = _findings(_two(share=False), _two())
    assert finding.key == "graph.shared"


def test_frozen_is_told():
    wrong = _two()
    wrong.get_layer("head_2").trainable = False
    (finding,) = _findings(_two(), wrong)
    assert finding.key == "graph.frozen" and finding.values["layer"] == "head_2"


def test_surplus_layer_is_one_finding():
    x = keras.Input((4,))
    expected = keras.Model(x, layers.Dense(2)(layers.Dense(3)(x)))
    y = layers.Dense(3)(x)
    got = keras.Model(x, layers.Dense(2)(layers.Dropout(0.2, name="extra")(y)))
    (finding,) = _findings(expected, got)
    assert finding.key == "graph.surplus" and finding.values["layer"] == "extra"


def test_calls_of_a_shared_layer_are_told_by_their_inputs():
    def build(second):
        a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
        shared = layers.Dense(3, name="shared")
        x, y = shared(a), shared(b)
        both = layers.Concatenate()([x, y])
        return keras.Model([a, b], [both, layers.Multiply()([x, y if second else x])])

    finding = _findings(build(True), build(False))[0]
    assert finding.key == "graph.edge_twice"
    assert finding.values["got"] == ["shared(a)"] and finding.values["expected"] == ["shared(b)"]


def test_a_list_of_outputs_for_a_dict_is_one_finding_in_any_order():
    def build(pack):
        x = keras.Input((3,))
        return keras.Model(x, pack(layers.Dense(1)(x), layers.Dense(4)(x)))

    wanted = build(lambda one, four: {"b": one, "a": four})
    for pack in (lambda one, four: [one, four], lambda one, four: [four, one]):
        assert [f.key for f in _findings(wanted, build(pack))] == ["graph.outputs_list"]


def test_other_keys_are_told_by_their_names():
    def keyed(names):
        x = keras.Input((4,), name="x")
        return keras.Model(x, {name: layers.Dense(2)(x) for name in names})

    (finding,) = _findings(keyed(("a", "b")), keyed(("a", "c")))
    assert finding.key == "graph.output_keys" and finding.values == {"got": ["a", "c"], "expected": ["a", "b"]}


def test_an_array_of_other_numbers_is_told_as_such():
    """What is written alike on both sides of a sentence says nothing."""

    def build(first):
        x = keras.Input((81,))
        return keras.Model(x, x * np.arange(first, first + 81).astype("float32"))

    (finding,) = _findings(build(0), build(1))
    assert finding.key == "graph.formula_other"
    for lang in ("en", "zh"):
        assert sentence(finding, lang).count("array [81]") == 1
