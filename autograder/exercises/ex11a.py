"""Exercise 11a: which API for which model."""

from autograder.exercises.exercise import Exercise
from autograder.graphs.finding import Finding
from helpers.language import mark

SITUATIONS = {
    "plain_chain": "sequential",
    "plain_convnet": "sequential",
    "word_chain": "sequential",
    "two_inputs": "functional",
    "two_heads": "functional",
    "skip_connection": "functional",
    "shared_encoder": "functional",
    "tree_rnn": "subclass",
    "early_exit": "functional",
    "photo_list": "subclass",
}
"""The simplest API that can say each model. The chapter tells what each of them is:

- plain_chain: three Dense layers, one after the other, rows of numbers in, one class out;
- plain_convnet: convolution and pooling in turn, then one Dense layer;
- word_chain: an Embedding, an LSTM, a Dense layer, for the mood of a text;
- two_inputs: a photo and its caption go in together;
- two_heads: one trunk, and from its end both a class and a position;
- skip_connection: blocks whose input is added to their output;
- shared_encoder: two sentences go through the same layers and are compared;
- tree_rnn: called on a parse tree, a nested tuple of words; each sentence brings another, and the calls follow it;
- early_exit: an early head and a late one, both computed; per image the early answer is taken where it is sure enough
  (a graph can say so: `ops.where` is an operation that chooses by values);
- photo_list: called on a Python list of photos of different sizes, as they are, of another length at each call.
"""
_APIS = ("sequential", "functional", "subclass")
_STUB = "API_FOR = dict.fromkeys([\n" + "".join(f'    "{name}",\n' for name in SITUATIONS) + "])\n"
_API_FOR = (
    f"{_STUB}API_FOR.update(\n"
    + "".join(f'    {k}="{api}",\n' for k, api in sorted(SITUATIONS.items(), key=lambda item: _APIS.index(item[1])))
    + ")\n"
)


def _judge_api(items: dict, _parameters: dict) -> list[Finding]:
    """Each situation is worth the same."""
    given = {k: str(v).strip().lower() for k, v in items["api"].items()}
    if not any(given.get(name) for name in SITUATIONS):
        return [Finding("api.not_attempted")]
    share, findings = 1 / len(SITUATIONS), []
    for name, api in SITUATIONS.items():
        got = given.get(name, "")
        if got == api:
            continue
        values = {"situation": name, "got": got}
        if not got:
            findings.append(Finding("api.blank", values, cost=share))
        elif got not in _APIS:
            findings.append(Finding("api.unknown", values, cost=share))
        else:
            findings.append(Finding(f"api.{name}", values, cost=share))
    return findings


EXERCISE = Exercise(
    id="ex11a",
    answer="API_FOR",
    points=2,
    reference=_API_FOR,
    judge=_judge_api,
    shown="none",
    hints=(
        mark(
            "Draw each model. A single line of layers needs no more than Sequential. Does the line fork, join, or "
            "begin twice?"
        ),
        mark(
            "A functional model is one graph, known before there are data. Forks, several inputs and outputs, shared "
            "layers all fit in, and so does a choice by values: `ops.where` is an operation like any other."
        ),
        mark(
            "Where each sample brings a structure of its own, so that nobody can say beforehand which calls there are, "
            "no graph will do: write a subclass, with its own `call`. Two of the ten are like that."
        ),
    ),
)
