"""What was found of two models: the same computation or not, the script in groups, and what differs beside it."""

import json
from functools import cached_property

from autograder.comparing import beside
from autograder.comparing.applying import applied, bare
from autograder.comparing.completed import completed
from autograder.comparing.edit import Script
from autograder.comparing.facts import Facts, facts
from autograder.comparing.grouping import Group, groups
from autograder.comparing.script import script
from autograder.comparing.source import Side
from autograder.comparing.words import sentence
from autograder.graphs.canonical import canonical, same
from autograder.graphs.operation import Graph
from helpers.language import current
from helpers.language import translate as _

VERSION = 1


class Comparison:
    """What differs between two models, as data and as sentences.

    Attributes:
        same: whether both compute the same, however they are written. Values of weights and how the models are compiled
            play no part in it.
        groups: what differs, the largest group first.
        script: the entries of which the groups are made.
        facts: parameters, layers, inputs, outputs of both.
        compiled: what differs in how they are compiled.
        weights: the layers whose weights differ, the farthest first; None where one of them has no weights to show.
    """

    def __init__(self, a: Side, b: Side, lang: str | None = None) -> None:
        self.a, self.b, self.lang = a, b, lang or current()
        self.graphs = tuple(canonical(_named(read)) for read in completed(a.read, b.read))
        left, right = self.graphs
        self.same = same(left, right)
        found = script(left, right)
        self.script = Script(left, right, found.pairs, ()) if self.same else found
        self.groups: list[Group] = groups(self.script)
        self.whole = self.same or (bool(self.script.edits) and same(applied(left, self.script.edits), bare(right)))
        self.facts: tuple[Facts, Facts] = (facts(a, left), facts(b, right))
        self.compiled = beside.compiled(a, b)

    @cached_property
    def weights(self) -> list[beside.Distance] | None:
        return beside.distances(self.script, self.a, self.b)

    @cached_property
    def renamed(self) -> list[tuple[str, str]]:
        return beside.renamed(self.script)

    @cached_property
    def initialisers(self) -> list[str]:
        return beside.initialisers(self.script, self.a, self.b)

    def equal(self, weights: bool = False) -> bool:
        """Whether they are the same: what they compute and, if asked for, every number of their weights."""
        return self.same and not (weights and self.weights)

    def sentences(self, lang: str | None = None) -> list[str]:
        """The groups in words, code in backticks."""
        found = [sentence(group, lang or self.lang) for group in self.groups]
        if not self.whole:
            found.append(_("Something differs beyond that and has no name here.", lang or self.lang))
        return found

    def data(self) -> dict:
        """All of it as plain data, as `kfa diff --json` writes it."""
        return {
            "version": VERSION,
            "same": self.same,
            "a": self.facts[0].as_data(),
            "b": self.facts[1].as_data(),
            "groups": [
                {"key": g.key, "count": g.count, "text": words, "places": [{"a": list(a), "b": list(b)} for a, b in g.places]}
                for g, words in zip(self.groups, self.sentences(), strict=False)
            ],
            "script": [
                {"kind": e.kind, "a": _names(self.graphs[0], e.a), "b": _names(self.graphs[1], e.b), "values": e.values}
                for e in self.script.edits
            ],
            "compiled": [vars(c) for c in self.compiled],
            "weights": None if self.weights is None else [vars(d) for d in self.weights],
            "renamed": [list(pair) for pair in self.renamed],
            "initialisers": self.initialisers,
        }  # fmt: skip

    def json(self) -> str:
        return json.dumps(self.data(), ensure_ascii=False, indent=1, default=str)


def _names(graph: Graph, ids: tuple[int, ...]) -> list[str]:
    return ["/".join((*graph.operations[i].path, graph.operations[i].name)) for i in ids]


def _named(read: dict) -> dict:
    """A graph whose classes of the user's own are told apart by name and options, as Keras's are."""
    nodes = []
    for node in read["nodes"]:
        if node["kind"] == "model":
            node = node | {"graph": _named(node["graph"])}
        elif node["module"] != "keras" and node["kind"] in ("layer", "operation"):
            node = node | {"op": f"{node['module']}>{node['op']}", "module": "keras"}
        nodes.append(node)
    return read | {"nodes": nodes}
