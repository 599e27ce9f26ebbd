"""Where the answer stands, part two: what editors do to a notebook's cells, and answers without a cell of their own."""

import json

from autograder.graphs.finding import Finding
from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case

ITEM = "standing"


@case(
    "vscode-without-ids",
    ITEM,
    "01",
    "The editor dropped all ids and marks of the cells: answers are found by the names that they define.",
    "编辑器丢掉了所有单元格的 id 和标记：按答案定义的名字找到它们。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.top["nbformat_minor"] = 4
    for cell in book.cells:
        del cell["id"]
        cell["metadata"] = {}


@case(
    "vscode-without-ids-of-classes",
    ITEM,
    "10",
    "All ids and marks are lost, and two exercises ask for one name: each class counts where its check stands.",
    "id 和标记全丢了，而且两道练习用同一个名字：每个类按检查所在的位置计分。",
    may="several",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.top["nbformat_minor"] = 4
    for cell in book.cells:
        del cell["id"]
        cell["metadata"] = {"vscode": {"languageId": "python"}} if cell["cell_type"] == "code" else {}


@case(
    "ids-made-anew",
    ITEM,
    "05",
    "A tool gave each cell another id, nbgrader's marks are left: nothing changes.",
    "某个工具给每个单元格换了新的 id，nbgrader 的标记还在：不影响成绩。",
)
def _(book: Book) -> None:
    for k, cell in enumerate(book.cells):
        cell["id"] = f"{k:08x}"


@case(
    "colab-metadata",
    ITEM,
    "01",
    "Saved by Colab: ids live in the metadata, cells have outputs and execution times.",
    "由 Colab 保存：id 在元数据里，单元格带有输出和运行时间。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.top |= {"nbformat_minor": 0}
    book.top["metadata"] = {"colab": {"provenance": [], "toc_visible": True}, "accelerator": "GPU"}
    for k, cell in enumerate(book.cells):
        cell["metadata"] = {"id": cell.pop("id"), "colab": {"base_uri": "https://localhost:8080/"}}
        if cell["cell_type"] == "code":
            cell |= {"execution_count": k, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["ok\n"]}]}


@case(
    "marks-without-ids",
    ITEM,
    "10",
    "Old Jupyter Notebook saved it in format 4.4, without ids; nbgrader's marks are left.",
    "旧版 Jupyter Notebook 存成 4.4 格式，没有 id；nbgrader 的标记还在。",
)
def _(book: Book) -> None:
    book.top["nbformat_minor"] = 4
    for cell in book.cells:
        del cell["id"]


@case(
    "order-of-answers",
    ITEM,
    "01",
    "The exercises were moved about: the last one stands first, with its check.",
    "调换了练习的顺序：最后一题连同检查放到了最前面。",
    of_wrong=True,
)
def _(book: Book) -> None:
    moved = [book.cells.pop(book.at(name)) for name in ("ex01c", "check-ex01c")]
    k = book.at(book.imports) + 1
    book.cells[k:k] = moved


@case(
    "only-the-answers",
    ITEM,
    "05",
    "A new notebook was handed in that has the imports, the answers and the checks, and nothing of the lesson.",
    "交的是一个新笔记本，只有导入语句、答案和检查，没有课文。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.top["metadata"] = {}
    imports = "from autograder.notebook import start\ncheck, *_ = start('en')\nimport keras\nfrom keras import layers\n"
    kept = [imports, *(part for e in book.ids for part in (book[e], book[f"check-{e}"]))]
    book.cells = []
    book.last(*kept)


@case(
    "answers-without-checks-and-marks",
    ITEM,
    "01",
    "The cells of the answers and of the checks were deleted, the answers stand in cells of the learner's own.",
    "答案和检查的单元格都删掉了，答案写在自己新建的单元格里。",
    of_wrong=True,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book.before(f"{exercise}-task", book[exercise])
        book.remove(exercise, f"check-{exercise}")


@case(
    "stub-commented-out",
    ITEM,
    "01",
    "The stub was commented out, and the answer written below it in the same cell.",
    "把模板注释掉，答案写在同一单元格的下面。",
)
def _(book: Book) -> None:
    for exercise in book.ids:
        commented = "".join(f"# {line}\n" for line in book.stub(exercise).splitlines())
        book.on_top(exercise, commented)


@case(
    "stub-and-answer-in-one-cell",
    ITEM,
    "10",
    "The stub stands above the answer in the same cell: the definition that comes last counts.",
    "同一个单元格里模板在上、答案在下：以后面的定义为准。",
    of_wrong=True,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        # the first of two classes of one registered name is what Keras would find: a learner's registers once
        stub = "".join(line for line in book.stub(exercise).splitlines(True) if not line.startswith("@"))
        book.on_top(exercise, stub + "\n")


@case(
    "raise-left-at-the-end",
    ITEM,
    "01",
    "The line `raise NotImplementedError()` was left below the `return`, where nothing reaches it.",
    "`raise NotImplementedError()` 那一行还留在 `return` 后面，运行不到。",
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book.below(exercise, "    # YOUR CODE HERE\n    raise NotImplementedError()\n")


@case(
    "under-main",
    ITEM,
    "05",
    "The answers stand under `if __name__ == '__main__':`, as in a script.",
    "答案写在 `if __name__ == '__main__':` 下面，像脚本一样。",
    of_wrong=True,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        body = "".join(f"    {line}\n" for line in book[exercise].splitlines())
        book[exercise] = f"if __name__ == '__main__':\n{body}"


@case(
    "in-a-try",
    ITEM,
    "01",
    "The answers stand in a `try` whose `except` has a plainer version.",
    "答案写在 `try` 里，`except` 里是简化的版本。",
)
def _(book: Book) -> None:
    for exercise in book.ids:
        body = "".join(f"    {line}\n" for line in book[exercise].splitlines())
        book[exercise] = f"try:\n{body}except ImportError:\n    pass\n"


@case(
    "tags-and-slides",
    ITEM,
    "01",
    "The cells carry tags and settings of a slide show: they change nothing.",
    "单元格带有标签和幻灯片设置：不影响成绩。",
)
def _(book: Book) -> None:
    for cell in book.cells:
        cell["metadata"] |= {"tags": ["raises-exception", "skip-execution"], "slideshow": {"slide_type": "skip"}}


@case(
    "name-misspelt",
    ITEM,
    "01",
    "The function is called `build_MLP`, the stub is left: this exercise has no answer under its name.",
    "函数名写成了 `build_MLP`，模板还在：这道练习的名字下没有答案。",
    gets={"ex01a": 0},
    told=lambda book: Finding("answer.not_attempted"),
    may=("several", "not_found"),
)
def _(book: Book) -> None:
    book.after("ex01a", book["ex01a"].replace("build_mlp", "build_MLP"))
    book["ex01a"] = book.stub("ex01a")


@case(
    "answer-deleted",
    ITEM,
    "05",
    "The cell of one answer was deleted: no cell defines the name, and a person is told. The others count.",
    "删掉了一道题的答案单元格：没有单元格定义这个名字，会提醒教师。其余照常计分。",
    gets={"ex05b": 0},
    told=lambda book: Finding("submission.cell_missing", {"exercise": "ex05b", "name": "build_ensemble"}),
    look="not_found",
    statuses={"ex05b": "not_found"},
)
def _(book: Book) -> None:
    book.remove("ex05b")


@case(
    "untouched-but-one",
    ITEM,
    "10",
    "Only the last exercise was answered; the others are as they were handed out.",
    "只做了最后一题，其余保持原样。",
    gets={"ex10a": 0, "ex10b": 0},
    told=lambda book: Finding("answer.not_attempted"),
    statuses={"ex10a": "not_attempted", "ex10b": "not_attempted"},
)
def _(book: Book) -> None:
    for exercise in ("ex10a", "ex10b"):
        book[exercise] = book.stub(exercise)


@case(
    "own-tests-between",
    ITEM,
    "01",
    "Cells with the learner's own tests and prints stand between answer and check.",
    "答案和检查之间有学生自己写的测试和打印。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.after("ex01a", "build_mlp(64, 10).summary()", "assert build_mlp(3, 2).count_params() > 0")
    book.after("ex01b", "count_dense_params([784, 64, 64, 10])")


@case(
    "pasted-twice",
    ITEM,
    "05",
    "Each answer was pasted twice, the same text in two cells: they agree, it counts once.",
    "每个答案都粘贴了两遍，两个单元格内容相同：结果一致，只计一次。",
    may="several",
    of_wrong=True,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        pasted = json.loads(json.dumps(book.cell(exercise))) | {"id": f"again-{exercise}"}
        book.cells.insert(book.at(exercise) + 1, pasted)
