"""Where the answer stands, part three: more than one cell could be it."""

from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case
from tests.odd_notebooks.standing import stubs_in

ITEM = "standing"


@case(
    "backup-of-the-stub",
    ITEM,
    "01",
    "A copy of each stub was kept at the end of the notebook: the answers count.",
    "每个模板都在笔记本末尾留了一份备份：以答案为准。",
    may="several",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.last(*(book.stub(exercise) for exercise in book.ids))


@case(
    "backup-of-the-stub-with-its-marks",
    ITEM,
    "10",
    "The cell of a stub was copied in JupyterLab, with nbgrader's marks, and lies below the check: the answer counts.",
    "在 JupyterLab 里复制了模板单元格，连同 nbgrader 的标记，放在检查下面：以答案为准。",
    may="several",
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book.cells.insert(book.at(f"check-{exercise}") + 1, book.copy(exercise, book.stub(exercise)))


@case(
    "attempt-kept-above",
    ITEM,
    "01",
    "A first attempt that was wrong is still there, in a copied cell above the right one: the right one counts.",
    "第一次的错误尝试还留在上面复制出来的单元格里：以后面正确的为准。",
    may="several",
)
def _(book: Book) -> None:
    first = book.copy("ex01a", book["ex01a"].replace("relu", "tanh"))
    book.cells.insert(book.at("ex01a"), first)


@case(
    "attempt-kept-below",
    ITEM,
    "05",
    "A scratch copy of an older attempt stands at the end of the notebook: what the check judged counts.",
    "笔记本末尾有一份早先尝试的草稿：以检查评判的那份为准。",
    may="several",
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book.cells.append(book.copy(exercise, book[exercise].replace("    return keras", "    keras")))


@case(
    "attempt-kept-between",
    ITEM,
    "01",
    "Between the answer and its check stands an older attempt that is wrong: each of the two is judged, the better one counts, and a person is told.",
    "答案和检查之间留着早先的错误尝试：两个都评，取好的那个，并提醒教师。",
    look="several",
)
def _(book: Book) -> None:
    book.after("ex01a", book["ex01a"].replace("relu", "tanh"))


@case(
    "next-exercise-in-a-copied-cell",
    ITEM,
    "10",
    "ex10b was answered in a copy of ex10a's cell, which has that one's marks; its own cell was deleted: each class counts where its check stands.",
    "ex10b 写在 ex10a 单元格的副本里，带着 ex10a 的标记，自己的单元格删掉了：两个类各按检查所在的位置计分。",
    may=("several",),
)
def _(book: Book) -> None:
    book.cells.insert(book.at("ex10b"), book.copy("ex10a", book["ex10b"]))
    book.remove("ex10b")


@case(
    "all-at-the-end",
    ITEM,
    "05",
    "All answers stand in new cells at the end of the notebook, the stubs are left: the answers count.",
    "所有答案都写在笔记本末尾的新单元格里，模板都留着：以答案为准。",
    may="several",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.last(*book.answers.values())
    stubs_in(book)


@case(
    "all-in-one-cell-on-top",
    ITEM,
    "01",
    "All answers stand in one new cell below the imports, the stubs are left and define the names again: the answers count.",
    "所有答案写在导入语句下面的一个新单元格里，后面的模板又定义了这些名字：以答案为准。",
    may="several",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.after(book.imports, "\n\n".join(book.answers.values()))
    stubs_in(book)


@case(
    "all-in-the-first-answer-stubs-kept",
    ITEM,
    "05",
    "All answers stand in the cell of the first, the stubs of the others define their names again: the answers count.",
    "所有答案都写在第一题的单元格里，其余的模板又定义了那些名字：以答案为准。",
    may="several",
)
def _(book: Book) -> None:
    book["ex05a"] = "\n\n".join(book.answers.values())
    stubs_in(book, "ex05b", "ex05c")
