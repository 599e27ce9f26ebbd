"""What leads where: heads that miss an input, copies where one layer was meant, arrows that go twice."""

from collections.abc import Iterator

from autograder.doubts.calls import RECURRENT, Call, ancestors
from autograder.doubts.doubt import At, at, rule
from autograder.doubts.sources import KERAS_FUNCTIONAL, TAXONOMY
from autograder.doubts.subject import Subject
from helpers.language import mark

_SAME = frozenset({"Add", "Concatenate", "Average", "Maximum", "Minimum", "Subtract"})
_NAMES = ("name", "trainable", "dtype")


@rule(
    "wiring.blind-head",
    says=mark("Output `{output}` sees nothing of input `{input}`, which other outputs use."),
    because=mark("No path leads from there: whatever `{input}` says, this answer stays the same."),
    remedy=mark("If it should see it, join `{input}` before `{layer}`."),
    sources=(KERAS_FUNCTIONAL,),
)
def blind_head(model: Subject) -> Iterator[At]:
    if len(model.inputs) < 2 or len(model.outputs) < 2:
        return
    seen = [ancestors(out) for out in model.outputs]
    used = [[i for i in model.inputs if id(i) in s] for s in seen]
    if all(len(u) == 1 for u in used):  # side by side, one output for each input
        return
    for name, out, mine in zip(model.output_names, model.outputs, used, strict=False):
        for other in model.inputs:
            if other not in mine and mine and any(other in u for u in used):
                yield at(out, other, output=name, input=other.name)


@rule(
    "wiring.unused-input",
    says=mark("Input `{layer}` leads nowhere."),
    because=mark("No output uses it: data must be given for it, and change nothing."),
    remedy=mark("Connect it, or leave it out of `keras.Model(inputs, outputs)`."),
    sources=(KERAS_FUNCTIONAL,),
)
def unused_input(model: Subject) -> Iterator[At]:
    for call in model.inputs:
        if not call.takers and call not in model.outputs:
            yield at(call)


@rule(
    "wiring.same-twice",
    says=mark("`{layer}` takes the output of `{other}` twice."),
    because=mark("A tensor joined with itself says nothing new; most often another branch was meant, and its variable overwritten."),
    remedy=mark("Look at the names of the tensors that `{layer}` is given."),
    sources=(KERAS_FUNCTIONAL, TAXONOMY),
)  # fmt: skip
def same_twice(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.entry["op"] in _SAME and call.entry["kind"] == "layer":
            ends = [tuple(t) for t in call.entry["inputs"]]
            if len(set(ends)) < len(ends):
                twice = next(source for k, source in enumerate(call.inputs) if ends[k] in ends[:k])
                yield at(call, twice, edge=(twice, call))


@rule(
    "wiring.copies",
    says=mark("`{layer}` and `{other}` have the same options and stand in the same place behind two inputs, but share no weights."),
    because=mark("If the two inputs are of one kind, what is learned from the one should help the other: two layers need twice the data."),
    remedy=mark("Make the layer once and call it twice."),
    sources=(KERAS_FUNCTIONAL, "Bromley et al., Signature Verification using a Siamese Time Delay Neural Network, NIPS 1993"),
)  # fmt: skip
def copies(model: Subject) -> Iterator[At]:
    branches: dict[tuple, list[list[Call]]] = {}
    for call in model.inputs:
        chain, join = _chain(call)
        if any(c.weighted for c in chain) and join is not None:
            kinds = tuple((c.entry["op"], _options(c)) for c in chain)
            place = (join.key, tuple(call.shape[1:]), tuple(call.entry["dtypes"]), kinds)
            branches.setdefault(place, []).append(chain)
    for found in branches.values():
        first = [next(c for c in chain if c.weighted) for chain in found]
        if len(first) > 1 and len({c.entry["layer"] for c in first}) == len(first):
            weighted = [c for c in found[0] if c.weighted]
            texts = any(c.op in RECURRENT | {"Embedding"} for c in weighted)
            if texts or len(weighted) > 1 or _compared(found[0]):
                yield at(*first)


def _chain(call: Call) -> tuple[list[Call], Call | None]:
    """The calls behind an input up to where it joins something else, and that join; None where it forks or ends."""
    chain: list[Call] = []
    here = call
    while len(here.takers) == 1:
        here = here.takers[0]
        if len(here.inputs) > 1:
            return chain, here
        chain.append(here)
    return chain, None


def _compared(chain: list[Call]) -> bool:
    join = chain[-1].takers[0]
    return join.op in ("Subtract", "Dot", "Multiply")


def _options(call: Call) -> str:
    return str(sorted((k, str(v)) for k, v in call.entry["config"].items() if k not in _NAMES))
