"""What a learner handed in, as nbgrader keeps it: each graded cell once, cards below, nothing in it that runs in a page."""

import copy
import html
import re

from nbformat import NotebookNode, v4

from autograder.feedback.visible import visible
from autograder.submissions import page as page_of
from autograder.submissions import submission

_FENCE = re.compile("`{3,}")
_STYLE = ".text_cell_render pre,.panel-footer pre{white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere}"
"""Of nbgrader's pages: the long lines of what `inert` wrote are broken."""
_NO_TEX = "tex2jax_ignore mathjax_ignore"
"""Classes that MathJax 2 (nbgrader's pages) and 3 (JupyterLab) leave alone: an error's words are a learner's, and TeX
between dollars knows links."""


def repaired(handed_in: NotebookNode, released: NotebookNode, marks: dict, page: bytes) -> NotebookNode:
    """The notebook with the released check cells, what the grader's kernel showed, and the card of each exercise.

    Args:
        handed_in: see `submission.notebook`.
        released: the notebook as learners got it.
        marks: of this submission, as `kfa grade` writes them.
        page: its feedback page; where it is empty, the cards are the findings alone.
    """
    return _Repair(released, marks, page).whole(handed_in.cells)


def unanswered(released: NotebookNode, marks: dict) -> NotebookNode:
    """The released notebook for a submission that can't be read, with the reason at each check."""
    return _Repair(released, marks, b"").whole([])


def words(exercise: dict) -> str:
    """An exercise's marks and findings as plain text."""
    line = f"{exercise['id']}: {exercise['score']:g} / {exercise['max_score']:g}"
    return "\n".join([line, *(finding["text"] for finding in exercise["findings"])])


def comment(exercise: dict) -> str | None:
    """An exercise's findings for the gradebook; nbgrader's feedback page takes them for Markdown."""
    return inert("\n\n".join(finding["text"] for finding in exercise["findings"])) or None


def inert(text: str) -> str:
    """A learner's text as Markdown that shows it as it was typed: in a fence that is longer than any in it.

    Nothing in a block of code is Markdown, HTML or TeX, whoever renders it: mistune (nbconvert), marked (JupyterLab),
    MathJax. Nothing is escaped, so that it also reads well where it is source: in a text box, in an editor.
    """
    text = visible(text)
    if not text.strip():
        return ""
    fence = "`" * max([3, *(len(found[0]) + 1 for found in _FENCE.finditer(text))])
    return f"{fence}\n{text}\n{fence}"


class _Repair:
    def __init__(self, released: NotebookNode, marks: dict, page: bytes) -> None:
        self.known = {submission.name_of(cell): cell for cell in released.cells}
        self.metadata = released.metadata
        self.marks = {e["id"]: e for e in marks["exercises"]}
        self.shown = page_of.parts(page)
        self.cells: dict[str, NotebookNode] = {}
        """By name, in their order."""

    def whole(self, handed_in: list[NotebookNode]) -> NotebookNode:
        for index, cell in enumerate(handed_in):
            exercise = submission.check_in(cell)
            if not exercise:
                self._with_outputs(self._cell(cell), index)
                continue
            name = f"check-{exercise}"
            known = self.known.get(name)
            if known is not None and cell.source.split() != known.source.split() and self._shown(index):
                self._with_outputs(self._added(cell), index)  # what was written in a check's cell
            self._check(name)
        self._missing()
        return v4.new_notebook(cells=list(self.cells.values()), metadata=copy.deepcopy(self.metadata))

    def _cell(self, cell: NotebookNode) -> NotebookNode:
        name = submission.name_of(cell)
        known = self.known.get(name)
        answers = name in self.marks  # read as code, whatever kind its cell is of
        if known is None or name in self.cells or (known.cell_type != cell.cell_type and not answers):
            return self._added(cell)
        self.cells[name] = kept = copy.deepcopy(known)
        if cell.source != known.source:
            kept.source = visible(cell.source) if known.cell_type == "code" else inert(cell.source)
        return kept

    def _added(self, cell: NotebookNode) -> NotebookNode:
        self.cells[f"added {len(self.cells)}"] = kept = _plain(cell)
        return kept

    def _with_outputs(self, cell: NotebookNode, index: int) -> None:
        if cell.cell_type == "code":
            cell.outputs = self._outputs(index)

    def _shown(self, index: int) -> bool:
        """Whether the cell at this position was run as the learner's own."""
        return ("shown", str(index)) in self.shown

    def _check(self, name: str) -> None:
        if name in self.known and name not in self.cells:
            self.cells[name] = cell = copy.deepcopy(self.known[name])
            cell.outputs = self._card(name.removeprefix("check-"))

    def _missing(self) -> None:
        """Put back each graded cell that is not there, behind the cell that it was released behind."""
        before = ""
        for name, cell in self.known.items():
            if "nbgrader" in cell.metadata and name not in self.cells:
                if submission.check_in(cell):
                    self._check(name)
                else:
                    self.cells[name] = copy.deepcopy(cell)
                names = [known for known in self.cells if known != name]
                names.insert(names.index(before) + 1 if before else 0, name)
                self.cells = {known: self.cells[known] for known in names}
            if name in self.cells:
                before = name

    def _card(self, exercise: str) -> list[NotebookNode]:
        found = self.marks.get(exercise)
        if found is None:
            return []
        text = words(found)
        shown = self.shown.get(("card", exercise)) or f"<pre>{html.escape(text)}</pre>"
        return [_output(shown, text)]

    def _outputs(self, index: int) -> list[NotebookNode]:
        shown = self.shown.get(("shown", str(index)))
        return [_output(shown, html.unescape(re.sub(r"<[^>]*>", "", shown)))] if shown else []


def _output(markup: str, text: str) -> NotebookNode:
    around = f'<style>{_STYLE}</style><div class="{_NO_TEX}">{markup}</div>'
    return v4.new_output("display_data", {"text/html": around, "text/plain": visible(text)})


def _plain(cell: NotebookNode) -> NotebookNode:
    """A learner's own cell without what else it carries: metadata, outputs, attachments."""
    return v4.new_code_cell(_source(cell)) if cell.cell_type == "code" else v4.new_markdown_cell(_source(cell))


def _source(cell: NotebookNode) -> str:
    return visible(cell.source) if cell.cell_type == "code" else inert(cell.source)
