"""`practice("wiring", level=2)`: a graph and one with a wrong edge; which edge is it? By a click, or by its two boxes."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from autograder.asking import lines
from autograder.exercises.exercise import answer_of
from autograder.feedback.card import Card
from autograder.learner import graphs
from helpers.errors import CourseError
from helpers.language import mark
from helpers.language import translate as _

LEVELS = range(1, 6)
WORDS = (
    mark("a branch"),
    mark("a shared layer"),
    mark("a nested model"),
    mark("several inputs and outputs"),
    mark("operators"),
)
ID = re.compile(r"wiring-([1-9]\d*)-(\d+)")
MOST = 999_999
_TRIES = 2_000  # most have no such edge; to draw one takes microseconds
_ARROW = re.compile(r"^\W*(\w+)\s*(?:->|→|=>|>|,|\s)\s*(\w+)\W*$")
_TARGET = re.compile(r"(\w+) = ")


class Wiring:
    """A graph as it was meant and as it was built, as a cell shows them."""

    def __init__(self, name: str) -> None:
        self.id = name
        self._pair = _drawn(name)

    def judged(self, answer: Any) -> Card:
        """Whether this is the wrong edge: `"x1 -> x4"`, or the pair of the two names."""
        pair, picked = self._pair, _edge(answer)
        names = pair.names
        if picked is None or not set(picked) <= set(names.values()):
            words = _('An edge is written as its two boxes, such as `"{edge}"`; the names stand in the boxes.', edge=pair.told(pair.example))  # fmt: skip
            return Card("note", f"○ {self.id}", _("not checked"), [words])
        if picked == pair.told_names(pair.wrong):
            words = _("Yes: `{edge}` is wrong. `{target}` should get `{source}`.", edge=pair.told(pair.wrong),
                      target=names[pair.wrong[1]], source=names[pair.right])  # fmt: skip
            marks = {"edges": {pair.wrong: "wrong", (pair.right, pair.wrong[1]): "expected"}}
            found = Card("ok", f"✓ {self.id}", "", [words])
            return found.with_pictures({_("What was built"): _picture(pair.built, marks)}).with_note(self._onward())
        if picked in {pair.told_names(edge) for edge in pair.edges}:
            words = _("`{edge}` stands in both pictures.", edge=" → ".join(picked))
        else:
            words = _("There is no edge `{edge}` in what was built.", edge=" → ".join(picked))
        return Card("no", f"✗ {self.id}", "", [words])

    def _onward(self) -> str:
        level, seed = ID.fullmatch(self.id).groups()  # type: ignore[union-attr]
        call = f'practice("wiring", level={level}, seed={seed})'
        return _("To share this graph: `{call}`. For another one, leave the seed out.", call=call)

    def _card(self, click: bool) -> Card:
        level = int(self.id.split("-")[1])
        call = f'check("{self.id}", "{self._pair.told(self._pair.example)}")'
        body = [_("One edge of what was built is not as it was meant. Which one?")]
        body += [_("Click it in the picture below, or name its two boxes: `{call}`", call=call)
                 if click else _("Name its two boxes: `{call}`", call=call)]  # fmt: skip
        card = Card("note", "→ " + _("Practice: {what}", what=_(WORDS[level - 1])), self.id, body)
        pictures = {_("What was meant"): _picture(self._pair.meant, {})}
        if not click:
            pictures[_("What was built")] = _picture(self._pair.built, {})
        return card.with_pictures(pictures).with_note(self._onward())

    def __repr__(self) -> str:
        return repr(self._card(click=False))

    def _repr_html_(self) -> str:
        return self._card(click=False)._repr_html_()

    def _ipython_display_(self) -> None:
        from IPython.display import display

        try:
            from autograder.learner.clicked import Clicked

            shown = Clicked(self._pair.built, self._clicked)
        except ImportError:  # no widgets: the plain form
            display({"text/html": self._repr_html_(), "text/plain": repr(self)}, raw=True)
            return
        card = self._card(click=True)
        display({"text/html": card._repr_html_(), "text/plain": repr(self)}, raw=True)
        display(shown)

    def _clicked(self, source: str, target: str) -> tuple[str, dict]:
        """What is said of an edge that was clicked, and what is marked then."""
        pair = self._pair
        edge = (int(source), int(target))
        told = self.judged(pair.told(edge) if edge in pair.edges else "")
        right = edge == pair.wrong
        marks = {"edges": {pair.wrong: "wrong", (pair.right, pair.wrong[1]): "expected"}} if right else {}
        return "\n".join(told._body).replace("`", ""), marks


@dataclass(frozen=True)
class _Pair:
    """Two graphs that differ in one edge.

    Args:
        wrong: ids of the wrong edge's ends in what was built.
        right: id of where that edge should begin.
    """

    meant: dict
    built: dict
    wrong: tuple[int, int]
    right: int

    @property
    def names(self) -> dict[int, str]:
        return {node["id"]: node["name"] for node in self.built["nodes"]}

    @property
    def edges(self) -> set[tuple[int, int]]:
        return {(source, node["id"]) for node in self.built["nodes"] for source, _k in node["inputs"]}

    @property
    def example(self) -> tuple[int, int]:
        """An edge that is not the one."""
        return min(self.edges - {self.wrong})

    def told_names(self, edge: tuple[int, int]) -> tuple[str, str]:
        return self.names[edge[0]], self.names[edge[1]]

    def told(self, edge: tuple[int, int]) -> str:
        return " -> ".join(self.told_names(edge))


def wiring(level: int, seed: int) -> Wiring:
    return Wiring(f"wiring-{level}-{seed}")


def find(name: str) -> Wiring:
    """The practice of this name.

    Raises:
        CourseError: there is none.
    """
    found = ID.fullmatch(name)
    if not found or int(found[1]) not in LEVELS or int(found[2]) > MOST:
        raise CourseError(_("There is no graph {name}.", name=repr(name)))
    return Wiring(name)


@cache
def _drawn(name: str) -> _Pair:
    level, seed = map(int, ID.fullmatch(name).groups())  # type: ignore[union-attr]
    for attempt in range(_TRIES):
        program = graphs.draw(level + 1, seed + 1_000_000 * attempt)
        for built in graphs.rewired(program):
            pair = _pair(program, built)
            if pair:
                return pair
    raise CourseError(_("There is no graph {name}.", name=repr(name)))


def _pair(program: graphs.Program, built: graphs.Program) -> _Pair | None:
    """Both as graphs, where all boxes stay and one edge is another."""
    try:
        meant, made = _read(program), _read(built)
    except Exception:  # shapes that don't fit, or an input that leads nowhere
        return None
    if sorted(n["name"] for n in meant["nodes"]) != sorted(n["name"] for n in made["nodes"]):
        return None
    before, after = _named_edges(meant), _named_edges(made)
    lost, new = before - after, after - before
    if len(lost) != 1 or len(new) != 1:
        return None
    ids = {node["name"]: node["id"] for node in made["nodes"]}
    ((source, target),), ((right, _t),) = new, lost
    return _Pair(meant, made, (ids[source], ids[target]), ids[right])


def _named_edges(graph: dict) -> set[tuple[str, str]]:
    names = {node["id"]: node["name"] for node in graph["nodes"]}
    return {(names[source], node["name"]) for node in graph["nodes"] for source, _k in node["inputs"]}


def _read(program: graphs.Program) -> dict:
    """The graph, in which each box has the name that its line gives it."""
    from helpers import graph

    with lines.taken_down():
        read = graph.read(answer_of(program.source(), "build")())
    nodes = []
    for node in read["nodes"]:
        target = _TARGET.match(node.get("at", {}).get("code", ""))
        bare = {key: value for key, value in node.items() if key != "at"}
        nodes.append(bare | ({"name": target[1]} if target and node["kind"] != "input" else {}))
    return read | {"name": "", "nodes": nodes}


def _picture(graph: dict, marks: dict) -> Any:
    from helpers import draw

    return draw(graph, marks=marks, shapes=True, config=True)


def _edge(answer: Any) -> tuple[str, str] | None:
    if isinstance(answer, (tuple, list)) and len(answer) == 2 and all(isinstance(a, str) for a in answer):
        return answer[0].strip(), answer[1].strip()
    found = _ARROW.match(answer) if isinstance(answer, str) else None
    return (found[1], found[2]) if found else None
