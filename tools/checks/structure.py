"""The form of a chapter: ids, roles, lengths, and the parts that every chapter has."""

import ast
import re
from collections import Counter
from itertools import chain
from statistics import median

from tools import asked
from tools.checks.prose import skeleton
from tools.source import GIVEN, SETUP, STEMS, Cell, Chapter, Problem

MAX_LINES, MEDIAN_LINES = 25, 5
MIN_CELLS, MAX_CELLS = 40, 90
SHORT = "00_setup"  # no lesson: it is as short as it can be
OPEN = "14_project"  # a task, not a lesson: what is long there is the learner's
ROLES = {"code": ("", "solution", "work", "test"), "markdown": ("", "ask", "manual")}
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TAGS = frozenset(
    {
        "nbval-ignore-output",
        "nbval-check-output",
        "nbval-skip",
        "raises-exception",
        "hide-input",
        "hide-output",
        "hide-cell",
    }
)


def structure_problems(chapter: Chapter) -> list[Problem]:
    return [
        *id_problems(chapter),
        *metadata_problems(chapter),
        *setup_problems(chapter),
        *length_problems(chapter),
        *part_problems(chapter),
        *exercise_problems(chapter),
        *code_problems(chapter),
        *asked.problems(chapter),
    ]


def id_problems(chapter: Chapter) -> list[Problem]:
    """Ids are kebab-case, at most 64 characters (nbformat's limit) and unique in a notebook."""
    problems = []
    for cell in chapter.cells:
        if not _KEBAB.fullmatch(cell.id) or len(cell.id) > 64:
            start = cell.source.strip().split("\n")[0][:40]
            sentence = f"{cell.id!r} is no kebab-case id (the cell begins with {start!r})."
            problems.append(Problem(chapter.stem, cell.id, sentence))
    # A twin shares its id, so each notebook is counted for itself.
    seen = Counter(cell.id for cell in chapter.edition("en"))
    seen |= Counter(cell.id for cell in chapter.edition("zh"))
    for cell_id, count in seen.items():
        if count > 1:
            problems.append(Problem(chapter.stem, cell_id, f"{count} cells of one notebook have this id."))
    return problems


def metadata_problems(chapter: Chapter) -> list[Problem]:
    """Only the metadata of the format, with values that it has."""
    problems = []
    for cell in chapter.cells:
        for sentence in (
            f"unknown metadata {', '.join(cell.unknown)}." if cell.unknown else "",
            f"unknown tags {sorted(set(cell.tags) - _tags(cell))}." if set(cell.tags) - _tags(cell) else "",
            f"cells are markdown or code, not {cell.kind}." if cell.kind not in ("markdown", "code") else "",
            f"unknown role {cell.role!r}." if cell.role not in chain(*ROLES.values()) else "",
            "code is no question." if cell.role == "ask" and cell.kind == "code" else "",
            "only code has this role." if cell.role in ROLES["code"][1:] and cell.kind != "code" else "",
            "only text is graded by hand." if cell.role == "manual" and cell.kind == "code" else "",
            "code belongs to both languages: no lang." if cell.lang and cell.kind == "code" else "",
            "points belong to a test cell." if cell.points and cell.role not in ("test", "manual") else "",
            "a cell that is graded by hand has points." if cell.role == "manual" and not _points(cell) else "",
        ):
            if sentence:
                problems.append(Problem(chapter.stem, cell.id, sentence))
    return problems


def _points(cell: Cell) -> bool:
    return isinstance(cell.points, int | float) and cell.points > 0


def _tags(cell: Cell) -> frozenset[str]:
    return frozenset({"review"}) if cell.role == "ask" else TAGS


def setup_problems(chapter: Chapter) -> list[Problem]:
    """The first code cell is `setup`, and only there is the language set."""
    code = chapter.code()
    problems = []
    if not code or code[0].id != SETUP or 'start("en")' not in code[0].source:
        sentence = 'the first code cell must have the id `setup` and call `start("en")`.'
        problems.append(Problem(chapter.stem, code[0].id if code else "", sentence))
    for cell in code:
        if cell.id != SETUP and re.search(r"\bstart\([\"'](en|zh)", cell.source):
            problems.append(Problem(chapter.stem, cell.id, "only the setup cell sets the language."))
    return problems


def length_problems(chapter: Chapter) -> list[Problem]:
    """Cells are short, and a chapter is neither thin nor endless."""
    problems = []
    for cell in chapter.code():
        own = cell.source.split(GIVEN)[0].rstrip().splitlines()
        lines = sum("### BEGIN" not in line and "### END" not in line for line in own)
        if lines > MAX_LINES:
            problems.append(Problem(chapter.stem, cell.id, f"{lines} lines of code, {MAX_LINES} at most."))
        if not lines:
            problems.append(Problem(chapter.stem, cell.id, "the code cell is empty."))
    worked = [len(cell.source.splitlines()) for cell in chapter.code() if not cell.role]
    if worked and median(worked) > MEDIAN_LINES:
        sentence = f"the median code cell has {median(worked):g} lines, {MEDIAN_LINES} at most."
        problems.append(Problem(chapter.stem, "", sentence))
    count = len(chapter.edition("en"))
    if chapter.stem not in (SHORT, OPEN) and not MIN_CELLS <= count <= MAX_CELLS:
        problems.append(Problem(chapter.stem, "", f"{count} cells, not {MIN_CELLS} to {MAX_CELLS}."))
    return problems


def part_problems(chapter: Chapter) -> list[Problem]:
    """Every chapter has its goals, a prediction, a summary, and a way on."""
    if chapter.stem == SHORT:
        required = {"-next": "the link to the next chapter"}
    else:
        required = {
            "-goals": "what you will be able to do",
            "-summary": "a summary",
            "-next": "the link to the next chapter",
        }
    ids = [cell.id for cell in chapter.prose()]
    problems = [
        Problem(chapter.stem, "", f"no markdown cell whose id ends in `{ending}` ({what}).")
        for ending, what in required.items()
        if not any(cell_id.endswith(ending) for cell_id in ids)
    ]
    if chapter.stem != SHORT and not any("predict" in i or i.endswith("-ask") for i in ids):
        problems.append(Problem(chapter.stem, "", "no markdown cell with `predict` in its id, and no question."))
    return [*problems, *_next_problems(chapter)]


def _next_problems(chapter: Chapter) -> list[Problem]:
    if chapter.stem not in STEMS:
        return [Problem(chapter.stem, "", "the course has no chapter of this name (`STEMS`).")]
    following = STEMS[STEMS.index(chapter.stem) + 1 :][:1]
    return [
        Problem(chapter.stem, cell.id, f"the {cell.lang} cell has no link to {stem}.ipynb.")
        for stem in following
        for cell in chapter.prose()
        if cell.id.endswith("-next") and f"{stem}.ipynb" not in skeleton(cell.source).links
    ]


def exercise_problems(chapter: Chapter) -> list[Problem]:
    """An exercise is a solution cell, whose id is the exercise's, and later a check cell with its points."""
    problems = []
    code = chapter.code()
    tests = {cell.id: index for index, cell in enumerate(code) if cell.role == "test"}
    for index, cell in enumerate(code):
        if cell.role not in ("solution", "work"):
            if "BEGIN SOLUTION" in cell.source:
                sentence = 'a solution in a cell without role="solution" or role="work".'
                problems.append(Problem(chapter.stem, cell.id, sentence))
            continue
        begin, end = (cell.source.count(f"### {word} SOLUTION") for word in ("BEGIN", "END"))
        if begin != end or not begin:
            sentence = "needs ### BEGIN SOLUTION and ### END SOLUTION."
            problems.append(Problem(chapter.stem, cell.id, sentence))
        if cell.broken and GIVEN not in cell.source:
            sentence = f"no code cell before it has the id {cell.broken!r} and defines a function."
            problems.append(Problem(chapter.stem, cell.id, sentence))
        if cell.role == "solution" and tests.get(f"check-{cell.id}", -1) < index:
            sentence = f'no cell id="check-{cell.id}" role="test" after it.'
            problems.append(Problem(chapter.stem, cell.id, sentence))
    solutions = {cell.id: cell for cell in code if cell.role == "solution"}
    for cell in code:
        if cell.role == "test":
            problems += _test_problems(chapter, cell, solutions)
    return problems


def _test_problems(chapter: Chapter, cell, solutions: dict) -> list[Problem]:
    sentences = []
    exercise = cell.id.removeprefix("check-")
    if exercise not in solutions:
        sentences.append(f"no solution cell has the id {exercise!r}.")
    if not _points(cell):
        sentences.append("a test cell has points, more than 0.")
    call = re.fullmatch(r'check\("([\w-]+)", (\w+)\)', cell.source.strip())
    if not call or call[1] != exercise:
        sentences.append(f'must be one line, check("{exercise}", NAME).')
    elif exercise in solutions and call[2] not in _defined(solutions[exercise].source):
        sentences.append(f"{call[2]} is not defined in the cell {exercise}.")
    return [Problem(chapter.stem, cell.id, sentence) for sentence in sentences]


def _defined(source: str) -> set[str]:
    """The names that the top level of this code gives a value; none in code that is no Python."""
    names = set()
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return names
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def code_problems(chapter: Chapter) -> list[Problem]:
    """What the tools downstream trip over."""
    problems = []
    for cell in chapter.code():
        if cell.source.rstrip().endswith(";"):
            # nbval's kernel keeps no history, which IPython reads to hide the value.
            sentence = "a closing `;` fails under nbval: give the value a name instead."
            problems.append(Problem(chapter.stem, cell.id, sentence))
        if "AUTOTEST" in cell.source or "HIDDEN TESTS" in cell.source:
            problems.append(Problem(chapter.stem, cell.id, "hidden and generated tests are not used here."))
    return problems
