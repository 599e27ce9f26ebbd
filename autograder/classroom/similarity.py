"""Who wrote alike, more than chance makes alike: pairs of learners in the order in which a person might look at them.

What nearly all write, such as the plain right answer, weighs nothing; what few write weighs much, and an equal mistake
more than that. It accuses nobody.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from autograder.classroom.own_code import Own
from autograder.pools.kept_graphs import Graphs

_RARE = 0.25
"""What more than this share of a class wrote, at least `_FEW`, says nothing of a pair."""
_FEW = 4
_LINKED = 12
"""Two are compared where they have something in common that no more than so many wrote: the rarest things link pairs, so
that the work grows as the class does, not as its pairs do."""
_MISTAKE = 3.0
"""An equal finding weighs as so many equal pieces of code."""
_MOST_PAIRS = 200
CLUSTER = 0.8
"""Share of what is rare in both that a pair of one cluster has in common."""

Feature = tuple[str, str, object]


@dataclass(frozen=True)
class Pair:
    """Two learners of a chapter.

    Args:
        score: by which pairs are ordered.
        share: of what is rare in both, how much they have in common, 0..1.
        by: for each exercise how much of the score it gives, the most first.
        mistakes: findings that both got, and few others.
    """

    chapter: str
    left: str
    right: str
    score: float
    share: float
    by: tuple[tuple[str, float], ...]
    mistakes: tuple[str, ...] = ()


def pairs(
    own: Sequence[Own], marks: Iterable[dict] = (), graphs: Mapping[tuple[str, str], Graphs] | None = None
) -> list[Pair]:
    """The pairs of each chapter that have something rare in common, the most alike first.

    Args:
        marks: as `kfa grade` writes them, for the findings.
        graphs: by learner and chapter, the pieces of what they built: it is the same in whatever words it was written.
    """
    findings = {(m["student"], m["chapter"]): list(_mistakes(m)) for m in marks}
    built = graphs or {}
    found = []
    for chapter in sorted({o.chapter for o in own}):
        mine = [o for o in own if o.chapter == chapter]
        found += _of_chapter(chapter, {o.student: _features(o, findings, built) for o in mine})
    return sorted(found, key=lambda p: (-p.score, p.chapter, p.left, p.right))[:_MOST_PAIRS]


def _mistakes(marks: dict) -> Iterable[Feature]:
    for e in marks["exercises"]:
        if e["status"] not in ("correct", "not_attempted", "not_found", "infrastructure"):
            for finding in e["findings"][:1]:
                yield ("finding", e["id"], finding["text"])


def _features(
    own: Own, findings: dict[tuple[str, str], list[Feature]], built: Mapping[tuple[str, str], Graphs]
) -> set[Feature]:
    of = own.student, own.chapter
    code: set[Feature] = {("code", exercise, gram) for exercise, grams in own.grams.items() for gram in grams}
    graphs = {("graph", e, piece) for e, found in built.get(of, {}).items() if e in own.grams for piece in found}
    return code | graphs | set(findings.get(of, ()))


def _of_chapter(chapter: str, features: dict[str, set[Feature]]) -> list[Pair]:
    count = len(features)
    most = max(_FEW, int(_RARE * count))
    frequency = Counter(feature for mine in features.values() for feature in mine)
    weights = {f: _weight(f, n, count) for f, n in frequency.items() if n <= most}
    totals = {student: sum(weights.get(f, 0.0) for f in mine) for student, mine in features.items()}
    rare = {student: {f for f in mine if f in weights and frequency[f] > 1} for student, mine in features.items()}
    linked = sorted(_linked(rare, frequency))
    return [_pair(chapter, (a, b), rare[a] & rare[b], weights, totals) for a, b in linked]


def _linked(features: dict[str, set[Feature]], frequency: Counter[Feature]) -> set[tuple[str, str]]:
    """The pairs that share a feature of few."""
    owners: dict[Feature, list[str]] = defaultdict(list)
    for student in sorted(features):
        for feature in features[student]:
            if frequency[feature] <= _LINKED:
                owners[feature].append(student)
    return {pair for students in owners.values() for pair in combinations(students, 2)}


def _weight(feature: Feature, owners: int, count: int) -> float:
    """By how much fewer write it than all; what one alone wrote counts, too, against whoever is compared with them."""
    return math.log(count / owners) * (_MISTAKE if feature[0] == "finding" else 1.0)


def _pair(
    chapter: str, of: tuple[str, str], shared: set[Feature], weights: dict[Feature, float], totals: dict[str, float]
) -> Pair:
    evidence = math.fsum(weights[f] for f in shared)
    share = evidence / math.sqrt(totals[of[0]] * totals[of[1]])
    by: dict[str, float] = defaultdict(float)
    for feature in shared:
        by[feature[1]] += weights[feature]
    ordered = tuple(sorted(((e, w * share) for e, w in by.items()), key=lambda item: (-item[1], item[0])))
    mistakes = tuple(sorted(str(f[2]) for f in shared if f[0] == "finding"))
    return Pair(chapter, *of, evidence * share, min(1.0, share), ordered, mistakes)


def clusters(found: Sequence[Pair]) -> list[tuple[str, ...]]:
    """Learners who are linked by pairs that are alike in most of what is rare in both, the largest groups first."""
    group: dict[str, set[str]] = {}
    for pair in found:
        if pair.share >= CLUSTER:
            both = group.get(pair.left, {pair.left}) | group.get(pair.right, {pair.right})
            group |= dict.fromkeys(both, both)
    distinct = {tuple(sorted(members)) for members in group.values()}
    return sorted((c for c in distinct if len(c) > 2), key=lambda c: (-len(c), c))
