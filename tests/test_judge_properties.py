"""Random models: equal spellings are never flagged, a mutation always is, and the leading finding names its place."""

import os

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from autograder.graphs.canonical import canonical
from autograder.graphs.difference import difference
from helpers import graph
from tests.random_models import build, compute, mutations, outputs, programs

EXAMPLES = int(os.environ.get("KFA_EXAMPLES", "200"))
"""`make bench` asks for 10,000 (`benchmarks/properties.py`)."""

settings.register_profile(
    "judge",
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES <= 200,
    suppress_health_check=list(HealthCheck),
    database=None,
)


def _canonical(model):
    return canonical(graph.read(model))


@settings(settings.get_profile("judge"))
@given(programs(), st.integers(1, 10**6))
def test_equal_spellings_are_never_flagged(program, style):
    ends = outputs(program)
    plain, _layers = build(program, ends)
    other, _layers = build(program, ends, style=style)
    findings = difference(_canonical(plain), _canonical(other))
    assert not findings, [str(f) for f in findings]


@settings(settings.get_profile("judge"))
@given(st.data())
def test_a_mutation_is_flagged_where_it_is(data):
    program = data.draw(programs())
    ends = outputs(program)
    kind, place, changed = data.draw(mutations(program))
    if kind == "drop":
        ends_now = [program[place].sources[0] if e == place else e for e in ends]
        assume(all(changed[e].kind != "input" for e in ends_now))
    else:
        ends_now = ends
    right, right_layers = build(program, ends)
    wrong, wrong_layers = build(changed, ends_now, names=True)
    if kind not in ("freeze", "config", "unshare") and not (kind == "drop" and program[place].kind == "dropout"):
        before, after = compute(right, right_layers), compute(wrong, wrong_layers)
        assume(any(a.shape != b.shape or not np.allclose(a, b, atol=1e-5) for a, b in zip(before, after, strict=True)))
    findings = difference(_canonical(right), _canonical(wrong))
    assert findings, (kind, place)
    named = _named(findings[0])
    near = _near(kind, place, program, changed)
    lost = _entering(_alive(program, ends) - _alive(changed, ends_now), program)
    as_part = findings[0].key == "graph.missing_part" and named <= lost
    assert named & near or named in _merged(near, program, changed) or as_part, (
        kind,
        place,
        [str(f) for f in findings],
    )


def _named(finding):
    """All layers that a finding speaks of; a call of a shared layer, "s4(s0)", speaks of s4."""
    names = set()
    for key in ("layer", "layers", "got", "expected", "sources"):
        value = finding.values.get(key)
        names |= {value} if isinstance(value, str) else set(value) if isinstance(value, (list, tuple)) else set()
    return {name.split("(")[0] for name in names}


def _near(kind, place, program, changed):
    """The mutated step, what it takes and what takes it, in the right or the wrong program."""
    near = {place, *program[place].sources, *changed[place].sources, program[place].layer, changed[place].layer}
    if kind in ("edge", "kind", "drop", "order", "unshare"):
        near |= {k for p in (program, changed) for k, s in enumerate(p) if place in s.sources or s.layer == place}
    # a layer called again goes by the name of its first call
    near |= {program[k].layer for k in near if k >= 0}
    return {f"s{k}" for k in near if k >= 0}


def _merged(near, program, changed):
    """What the sums and products among these steps go by where they bear no name: all that they add or multiply."""
    steps = ((p, k) for p in (program, changed) for k in range(len(p)) if f"s{k}" in near)
    return [{f"s{leaf}" for leaf in _parts(p, k)} for p, k in steps if p[k].kind in ("add", "multiply", "average")]


def _parts(program, k):
    """A sum of sums is one sum: the steps that it adds; so is a product of products."""
    for source in program[k].sources:
        yield from _parts(program, source) if program[source].kind == program[k].kind else [source]


def _alive(program, ends):
    """The steps that the outputs are made of."""
    found, waiting = set(), list(ends)
    while waiting:
        k = waiting.pop()
        if k not in found:
            found.add(k)
            waiting += program[k].sources
    return found


def _entering(part, program):
    """What a part that a mutation cut off takes from the rest: a missing part of several layers goes by that."""
    return {f"s{s}" for k in part for s in program[k].sources if s not in part}
