"""Evidence is data: what is not is refused, without an exception of another kind."""

import base64
import io
import json
import pickle

import numpy as np
import pytest

from autograder.asking import evidence
from autograder.asking.evidence import EvidenceError, decode, encode
from autograder.exercises import every


def test_round_trip():
    items = {"a": [1, 2.5, None, True, "x"], "b": {"c": np.arange(6.0).reshape(2, 3)}, "d": float("nan")}
    back = decode(encode(items))
    assert back["a"] == items["a"] and np.array_equal(back["b"]["c"], items["b"]["c"]) and np.isnan(back["d"])


class Text(str):
    pass


@pytest.mark.parametrize(
    "items",
    [
        {"a": object()},
        {"a": np.array([object()])},
        {"a": {1: 2}},
        {"a": Text("x")},
        {"a": {Text("k"): 1}},
        {"a": np.array(["text"])},
        {"a": print},
        {"a": np.zeros(evidence.MAX_ARRAY + 1, "uint8")},
    ],
    ids=["object", "object array", "number as key", "str subclass", "key subclass", "text array", "function", "large"],
)
def test_encode_takes_data_only(items):
    with pytest.raises(EvidenceError):
        encode(items)


def _npy(array):
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return base64.b64encode(file.getvalue()).decode()


def _whole(items):
    return json.dumps({"version": evidence.VERSION, "items": items}).encode()


def _nested(depth):
    return b'{"version": 1, "items": {"a": ' + b"[" * depth + b"]" * depth + b"}}"


def _lying_header():
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": (10**6, 10**6)})
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not json",
        b"[]",
        pickle.dumps({"a": 1}),
        _whole({"a": {"npy": _npy(np.array([{}], dtype=object))}}),
        _whole({"a": {"npy": "!!!"}}),
        _whole({"a": {"npy": 7}}),
        _whole({"a": {"npy": _lying_header()}}),
        _nested(100),
        _nested(100_000),
        b'{"version": 2, "items": {}}',
        b'{"version": 1, "items": {"a": NaN}}',
        b'{"version": 1, "items": {"a": ' + b"9" * 100_000 + b"}}",
        _whole([]),
    ],
    ids=["empty", "text", "list", "pickle", "object npy", "no base64", "npy number", "lying npy", "deep", "very deep",
         "version", "nan", "long number", "no items"],
)  # fmt: skip
def test_decode_refuses(data):
    with pytest.raises(EvidenceError):
        decode(data)


def test_limits(monkeypatch):
    monkeypatch.setattr(evidence, "MAX_ITEMS", 100)
    with pytest.raises(EvidenceError):
        decode(_whole({"a": [0] * 200}))
    monkeypatch.setattr(evidence, "MAX_BYTES", 100)
    with pytest.raises(EvidenceError):
        decode(_whole({"a": "x" * 200}))


HOSTILE = [
    {},
    {"model": None, "other": None},
    {"model": {"graph": []}, "other": 1},
    {"model": {"graph": {"nodes": [], "inputs": {"flat": [[9, 0]]}, "outputs": {"flat": []}}}},
    {"model": {"graph": {"nodes": "x" * 50, "inputs": 3, "outputs": None}, "outputs": [1]}},
    {"0": {"type": "int", "value": "55050"}, "faults": "none"},
    {"784, 64": {"value": np.full(3, 50240)}},
    {"first": {"compiled": "yes"}, "classes": {"value": np.zeros((40, 10))}},
    {"faults": [{"key": "answer.raised", "values": {"message": "<script>", "line": "x"}}]},
    {"faults": [{"key": 7, "values": []}, {"key": "fact.ends", "values": {}}]},
]


@pytest.mark.parametrize("items", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_evidence_is_a_finding_never_points(items):
    for exercise in every():
        verdict = exercise.decide(encode(items))
        assert verdict.score == 0 and verdict.findings
    assert exercise.decide(b"garbage").score == 0
