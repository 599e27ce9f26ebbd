"""Where the answer stands: not in the cell that was made for it, or not there alone."""

from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case

ITEM = "standing"


def stubs_in(book: Book, *exercises: str) -> None:
    """Put the stub back into the cells of these exercises, or of all."""
    for exercise in exercises or book.ids:
        book[exercise] = book.stub(exercise)


@case(
    "stub-kept-answer-below",
    ITEM,
    "01",
    "The stub is left as it is, the answer stands in a new cell below it: the answer counts.",
    "保留了原来的模板单元格，答案写在下面的新单元格里：以答案为准。",
    may="several",
    of_wrong=True,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book.after(exercise, book[exercise])
        stubs_in(book, exercise)


@case(
    "stub-kept-answer-above",
    ITEM,
    "01",
    "The answer stands in a new cell above the stub, which defines the name once more: the answer counts.",
    "答案写在模板单元格上面的新单元格里，模板随后又定义了同一个名字：以答案为准。",
    may="several",
    of_wrong=True,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book.before(exercise, book[exercise])
        stubs_in(book, exercise)


@case(
    "class-below-its-stub",
    ITEM,
    "10",
    "The stubs of three classes are left, each answer stands in a new cell below: the answers count.",
    "三个类的模板都留着，答案各写在下面的新单元格里：以答案为准。",
    may="several",
    of_wrong=True,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book.after(exercise, book[exercise])
        stubs_in(book, exercise)


@case(
    "answer-in-the-check-cell",
    ITEM,
    "01",
    "The answer was typed into the cell of the check, above the call: it counts.",
    "答案写进了检查单元格，在调用上面：照常计分。",
    may="several",
    of_wrong=True,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book.on_top(f"check-{exercise}", book[exercise] + "\n")
        stubs_in(book, exercise)


@case(
    "answer-merged-with-its-check",
    ITEM,
    "05",
    "Answer and check were merged into one cell, the check's own is gone: the answer counts.",
    "答案和检查合并成一个单元格，原来的检查单元格没有了：答案照常计分。",
    of_wrong=True,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book.below(exercise, "\n" + book[f"check-{exercise}"])
        book.remove(f"check-{exercise}")


@case(
    "check-merged-into-the-answer",
    ITEM,
    "10",
    "Answer and check were merged, and it is the check's cell that was left: the answer counts.",
    "答案和检查合并了，留下的是检查单元格：答案照常计分。",
    of_wrong=True,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book.on_top(f"check-{exercise}", book[exercise] + "\n")
        book.remove(exercise)


@case(
    "answer-as-markdown",
    ITEM,
    "01",
    "The cell of the answer was turned into Markdown by a key that was hit by mistake: its text is read as code, and a person is told.",
    "误按快捷键把答案单元格变成了 Markdown：其中的文字按代码来读，并提醒教师。",
    look="as_text",
    of_wrong=True,
)
def _(book: Book) -> None:
    cell = book.cell("ex01a")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


@case(
    "answer-as-raw",
    ITEM,
    "05",
    "The cell of the answer was turned into a raw cell: its text is read as code, and a person is told.",
    "答案单元格变成了原始（raw）单元格：其中的文字按代码来读，并提醒教师。",
    look="as_text",
    of_wrong=True,
)
def _(book: Book) -> None:
    cell = book.cell("ex05b")
    cell["cell_type"] = "raw"
    del cell["outputs"], cell["execution_count"]


@case(
    "class-as-markdown-in-a-fence",
    ITEM,
    "10",
    "The cell of a class is Markdown with the code in a fence: the code is read, and a person is told.",
    "类所在的单元格成了 Markdown，代码放在围栏里：代码照读，并提醒教师。",
    look="as_text",
)
def _(book: Book) -> None:
    cell = book.cell("ex10c")
    cell |= {"cell_type": "markdown", "source": f"```python\n{cell['source']}```"}
    del cell["outputs"], cell["execution_count"]


@case(
    "all-in-the-first-answer",
    ITEM,
    "01",
    "All answers stand in the cell of the first, the other two cells were deleted: all count.",
    "所有答案都写在第一题的单元格里，另外两个单元格删掉了：都计分。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book["ex01a"] = "\n\n".join(book.answers.values())
    book.remove("ex01b", "ex01c")


@case(
    "split-over-three-cells",
    ITEM,
    "01",
    "The answer was split: a helper function in a cell above, another in a cell below, the function itself between.",
    "答案拆成三个单元格：辅助函数一个在上、一个在下，函数本身在中间。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.before("ex01a", "def hidden(units):\n    return layers.Dense(units, activation=chosen())\n")
    relu = book["ex01a"].count('activation="relu"')
    book["ex01a"] = book["ex01a"].replace('layers.Dense(hidden_units, activation="relu")', "hidden(hidden_units)")
    book.after("ex01a", "def chosen():\n    return 'relu'\n")
    assert relu or book.answers != book.right


@case(
    "methods-in-cells-of-their-own",
    ITEM,
    "10",
    "The class has its `call` from a cell below, which sets it as an attribute.",
    "类的 `call` 写在下面的单元格里，作为属性赋给它。",
    of_wrong=True,
)
def _(book: Book) -> None:
    head, _call, body = book["ex10a"].partition("    def call(self, inputs):\n")
    book["ex10a"] = head + "    def call(self, inputs):\n        return inputs\n"
    book.after("ex10a", f"def call(self, inputs):\n{body.replace('        ', '    ')}\nCustomDense.call = call\n")


@case(
    "checks-deleted",
    ITEM,
    "05",
    "All cells of checks were deleted: the answers are asked all the same.",
    "所有检查单元格都删掉了：答案照样会被检查。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.remove(*(f"check-{exercise}" for exercise in book.ids))


@case(
    "checks-at-the-end",
    ITEM,
    "10",
    "The checks were moved to the end, where ex10a's name stands for the class of ex10b: each class is judged for its own exercise.",
    "检查都移到了末尾，那里 ex10a 的名字已是 ex10b 的类：每个类按自己的练习评分。",
    may="several",
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book.cells.append(book.cells.pop(book.at(f"check-{exercise}")))


@case(
    "checks-doubled",
    ITEM,
    "01",
    "The calls of the checks were copied and decorated with prints: nothing changes.",
    "复制了检查的调用，还加了打印语句：不影响成绩。",
    of_wrong=True,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        call = book[f"check-{exercise}"]
        book.before(f"check-{exercise}", f"print('now:')\nresult = {call}\nresult", call)
