"""Magics on the answers themselves, and how their code is spelt."""

from autograder.graphs.finding import Finding
from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case

ITEM = "magics"


def over(name: str, chapter: str, code: str, en: str, zh: str, anew: bool = False, **more: object) -> None:
    """A way to put these lines on top of each answer; `anew`: in a cell without its marks, while the stub is deleted."""

    def change(book: Book) -> None:
        for exercise in book.ids:
            book.on_top(exercise, code)
            if anew:
                book.before(exercise, book[exercise])
                book.remove(exercise)

    case(name, ITEM, chapter, en, zh, **more)(change)


over(
    "timed",
    "01",
    "%%time",
    "`%%time` stands on top of each answer.",
    "每个答案开头都有 `%%time`。",
    of_wrong=True,
)
over(
    "timed-in-a-new-cell",
    "05",
    "%%time",
    "`%%time` stands on top of each answer, in a cell that was made anew: its definition is found.",
    "答案写在新建的单元格里，开头是 `%%time`：仍能找到定义。",
    anew=True,
    of_wrong=True,
)
over(
    "captured-in-a-new-cell",
    "01",
    "%%capture",
    "`%%capture` stands on top of each answer, in a cell that was made anew.",
    "答案写在新建的单元格里，开头是 `%%capture`。",
    anew=True,
    of_wrong=True,
)
over(
    "captured-classes",
    "10",
    "%%capture captured --no-stderr\n%%time",
    "Two magics of a cell stand on top of each class.",
    "每个类的开头有两个单元格魔法命令。",
)
over(
    "shell-over-the-answer",
    "10",
    "!echo begin\nwhere = %pwd\n%time x = sum(range(10))",
    "A shell, `%pwd` and `%time` stand on top of each class.",
    "每个类的开头有命令、`%pwd` 和 `%time`。",
    of_wrong=True,
)
over(
    "help-over-the-answer",
    "01",
    "?layers.Dense\nkeras.Model?",
    "Help is asked for on top of each answer.",
    "每个答案开头都查了帮助。",
)
over(
    "input-over-the-answer",
    "05",
    "answer = input('Ready? ')",
    "`input()` stands on top of each answer, which doesn't use it.",
    "每个答案开头都有 `input()`，但没有用到它。",
    of_wrong=True,
)
over(
    "missing-package-over-the-answer",
    "01",
    "import seaborn as sns\nfrom IPython.display import Markdown",
    "A package that is not here is imported in the answer's cell, which doesn't use it.",
    "答案单元格里导入了这里没有的包，但没有用到它。",
    of_wrong=True,
)


@case(
    "timed-after-it",
    ITEM,
    "05",
    "The answer is timed by `%timeit -n1 -r1` and `%time` below it.",
    "答案下面用 `%timeit -n1 -r1` 和 `%time` 计时。",
)
def _(book: Book) -> None:
    book.after("ex05b", "%timeit -n1 -r1 build_ensemble(members)", "%time model = build_ensemble(members)\nmodel?")


@case(
    "percent-marks",
    ITEM,
    "01",
    "Marks of VS Code's (`# %%`) and of jupytext stand in the cells.",
    "单元格里有 VS Code 的 `# %%` 和 jupytext 的标记。",
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book.on_top(exercise, "# %% [markdown]\n# # Answer\n\n# %%")


@case(
    "as-nbconvert-writes-it",
    ITEM,
    "10",
    "Magics are written as nbconvert and VS Code export them: `get_ipython().run_line_magic(...)`.",
    "魔法命令写成 nbconvert 和 VS Code 导出的样子：`get_ipython().run_line_magic(...)`。",
)
def _(book: Book) -> None:
    lines = "get_ipython().run_line_magic('matplotlib', 'inline')\nget_ipython().system('ls')\n"
    book.on_top(book.imports, lines)
    book.on_top("ex10a", "get_ipython().run_line_magic('time', 'x = 1')\n")


def refused(book: Book, line: int, message: str) -> Finding:
    """What is told of the first answer, where Python refuses its cell at this line."""
    code = book["ex01a"].splitlines()[line - 1].strip()
    values = {"name": "build_mlp", "type": "SyntaxError", "line": line, "code": code, "message": message}
    return Finding("answer.cell_raised", values)


def spelt(name: str, chapter: str, old: str, new: str, en: str, zh: str, **more: object) -> None:
    """A way to spell each answer in another way."""

    def change(book: Book) -> None:
        for exercise in book.ids:
            book[exercise] = book[exercise].replace(old, new)

    case(name, ITEM, chapter, en, zh, **more)(change)


spelt("tabs", "01", "    ", "\t", "Lines are indented with tabs.", "用制表符缩进。", of_wrong=True)
spelt("crlf", "05", "\n", "\r\n", "Lines end with CR LF.", "行尾是 CR LF。", of_wrong=True)
spelt("form-feeds", "10", "class ", "\f\nclass ", "Form feeds stand between the parts.", "各部分之间有换页符。")
spelt(
    "names-in-german-and-chinese",
    "01",
    "hidden_units",
    "größe_隐藏",
    "Variables have German and Chinese names.",
    "变量用了德文和中文名字。",
    of_wrong=True,
)
spelt(
    "wide-spaces",
    "01",
    "    ",
    "\u00a0\u00a0\u00a0\u00a0",
    "Copied from a web page, the lines begin with non-breaking spaces: Python refuses them, in the notebook as here, and the line is named.",
    "从网页复制来的代码，行首是不间断空格：Python 拒绝执行，在笔记本里也一样，会指出是哪一行。",
    gets=dict.fromkeys(("ex01a", "ex01b", "ex01c", "ex01d"), 0),
    told=lambda book: refused(book, 2, "invalid non-printable character U+00A0"),
)
spelt(
    "full-width-marks",
    "01",
    "):\n",
    "）：\n",
    "Brackets and colons are full-width: a SyntaxError, in the notebook as here, and the line is named.",
    "括号和冒号是全角的：语法错误，在笔记本里也一样，会指出是哪一行。",
    gets=dict.fromkeys(("ex01a", "ex01b", "ex01c", "ex01d"), 0),
    told=lambda book: refused(book, 1, "invalid character '）' (U+FF09)"),
)


@case(
    "types-and-walrus",
    ITEM,
    "05",
    "Type annotations, `:=`, `match`, quotes within f-strings.",
    "用了类型标注、`:=`、`match` 和带引号的 f-string。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.replace(
        "ex05a", "chain(encoder, decoder):", "chain(encoder: keras.Model, decoder: keras.Model) -> keras.Model:"
    )
    lines = "from __future__ import annotations\nif (many := 3) > 2:\n    match many:\n        case 3 | 4:\n"
    lines += "            text = f\"{many:>{many}} {'a' + 'b'} {{}}\"\n"
    book.on_top("ex05b", lines)
