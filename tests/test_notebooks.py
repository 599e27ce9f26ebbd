"""The course itself: sources and notebooks without a problem; both editions run from top to bottom."""

import ast

import pytest

from autograder.exercises import every, find
from helpers.language import LANGUAGES
from tools.build import check
from tools.comparison import compare
from tools.execute import execute
from tools.notebook import NOTEBOOKS, SOLUTIONS, decode
from tools.source import GIVEN, read_all

STEMS = [chapter.stem for chapter in read_all()]
# The code is the same in both languages (a test below proves it), so each chapter is run in one of them; tools.settings
# runs the solutions of all, in both, and compares what they print: a short one is enough here.
TURNS = [(stem, LANGUAGES[n % len(LANGUAGES)]) for n, stem in enumerate(STEMS)]


def test_there_are_chapters():
    assert STEMS


def test_sources_and_notebooks_have_no_problem():
    assert [str(problem) for problem in check(read_all())] == []


def meaning(source: str) -> str:
    """The code without comments, layout and docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.unparse(tree)


def test_the_exercises_of_the_chapters_are_those_of_the_autograder():
    """The same ids, points, names and references: what a chapter shows is what a check expects."""
    found, shown, kept = [], {}, {}
    for chapter in read_all():
        solutions = {cell.id: cell for cell in chapter.code() if cell.role == "solution"}
        for cell in chapter.code():
            if cell.role == "test":
                exercise = find(cell.id.removeprefix("check-"))
                found.append(exercise.id)
                solution = meaning(solutions[exercise.id].source.split(f"    {GIVEN}")[0])
                shown[exercise.id] = cell.source, cell.points, solution
                call = f'check("{exercise.id}", {exercise.answer})'
                kept[exercise.id] = call, exercise.points, meaning(exercise.reference)
    assert sorted(found) == [exercise.id for exercise in every()]
    assert shown == kept


@pytest.mark.thorough("each chapter once more; the quick tests run the solutions, and compare the editions' cells")
@pytest.mark.parametrize(("stem", "lang"), TURNS)
def test_the_student_edition_fails_only_where_an_answer_is_missing(stem, lang):
    notebook = decode((NOTEBOOKS / lang / f"{stem}.ipynb").read_text("utf-8"))
    execute(notebook, allow_errors=True)
    errors = {
        cell.id: output.ename
        for cell in notebook.cells
        if cell.cell_type == "code" and "raises-exception" not in cell.metadata.get("tags", [])
        for output in cell.outputs
        if output.output_type == "error"
    }
    assert set(errors.values()) <= {"NotImplementedError"}, errors


@pytest.mark.parametrize(("stem", "lang"), [turn for turn in TURNS if turn[0][:2] == "01"])
def test_a_solution_gives_its_stored_outputs(stem, lang, tmp_path):
    found = compare(SOLUTIONS / lang / f"{stem}.ipynb", {}, tmp_path)
    assert found.ok, found.text
