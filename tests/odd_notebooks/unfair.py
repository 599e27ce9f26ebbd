"""Wrong answers handed in in ways that a grader might take for right ones: none may gain."""

from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case

ITEM = "wrong"
_ALL = {"of_right": False, "of_wrong": True}
"""Of cases whose answers are wrong from the start."""


@case(
    "copied-cell-of-the-next-exercise",
    ITEM,
    "10",
    "ex10a is wrong, and ex10b is answered in a copy of ex10a's cell: the right class counts for ex10b alone.",
    "ex10a 是错的，ex10b 写在 ex10a 单元格的副本里：正确的类只算 ex10b 的。",
    gets={"ex10a": 0},
    may="several",
)
def _(book: Book) -> None:
    copied = book.copy("ex10a", book["ex10b"])
    book.cells.insert(book.at("check-ex10b"), copied)
    book["ex10b"] = book.stub("ex10b")
    book["ex10a"] = book["ex10a"].replace(" + self.bias", "")


@case(
    "right-one-commented-out",
    ITEM,
    "01",
    "The right answers stand there as comments, the wrong ones as code.",
    "正确答案写在注释里，代码是错的。",
    **_ALL,
)
def _(book: Book) -> None:
    for exercise, code in book.right.items():
        book.on_top(exercise, "".join(f"# {line}\n" for line in code.splitlines()))


@case(
    "right-one-in-markdown",
    ITEM,
    "05",
    "A Markdown cell above each wrong answer quotes the right one: what the code does counts.",
    "每个错误答案上面有一个 Markdown 单元格引用了正确答案：以代码为准。",
    may="as_text",
    **_ALL,
)
def _(book: Book) -> None:
    for exercise, code in book.right.items():
        book.before(exercise, f"My plan:\n\n```python\n{code}```", kind="markdown")


@case(
    "right-one-in-a-string",
    ITEM,
    "10",
    "The right answers stand in strings that nothing runs.",
    "正确答案放在没有运行的字符串里。",
    **_ALL,
)
def _(book: Book) -> None:
    for exercise, code in book.right.items():
        book.on_top(exercise, f"plan = {code!r}\n")


@case(
    "right-one-never-called",
    ITEM,
    "01",
    "The right answer is a function within a function that nobody calls.",
    "正确答案写在一个从未被调用的函数里面。",
    **_ALL,
)
def _(book: Book) -> None:
    for exercise, code in book.right.items():
        book.on_top(exercise, "def later():\n" + "".join(f"    {line}\n" for line in code.splitlines()))


@case(
    "right-ones-of-other-names",
    ITEM,
    "05",
    "Each exercise's cell has the right answer of the next one.",
    "每道题的单元格里放的是下一题的正确答案。",
    gets={"ex05a": 0, "ex05b": 0, "ex05c": 0},
    may=("not_found", "several"),
)
def _(book: Book) -> None:
    names = [book[e].split("(")[0].removeprefix("def ") for e in book.ids]
    for exercise, name, (other, code) in zip(
        book.ids, names, [*list(book.right.items())[1:], *list(book.right.items())[:1]], strict=True
    ):
        theirs = code.split("(")[0].removeprefix("def ")
        assert other != exercise
        book[exercise] = code.replace(theirs, name)


@case(
    "printed-not-returned",
    ITEM,
    "01",
    "The right numbers are printed, nothing is returned.",
    "打印了正确的数，却没有返回。",
    gets={"ex01b": 0},
)
def _(book: Book) -> None:
    book.replace("ex01b", "return sum(", "print(sum(")
    book["ex01b"] = book["ex01b"].rstrip("\n") + ")\n"


@case(
    "example-alone",
    ITEM,
    "01",
    "The function gives the number of the example, whatever it is asked.",
    "不管问什么，函数都返回例子里的数。",
    gets={"ex01b": 0},
)
def _(book: Book) -> None:
    book["ex01b"] = "def count_dense_params(sizes):\n    return 55050\n"


@case(
    "sizes-of-the-example",
    ITEM,
    "01",
    "Sizes of the example stand in a global that the function uses in place of its arguments.",
    "函数不用自己的参数，而用全局变量里例子的大小。",
    gets={"ex01a": 0},
)
def _(book: Book) -> None:
    book.before("ex01a", "units, classes = 64, 10\n")
    book["ex01a"] = (
        book["ex01a"].replace("Dense(hidden_units", "Dense(units").replace("Dense(num_classes", "Dense(classes")
    )


@case(
    "passed-messages-copied",
    ITEM,
    "10",
    "Outputs that say “Correct: 3/3” are stored in the notebook of wrong answers.",
    "错误答案的笔记本里存着“正确：3/3”的输出。",
    **_ALL,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        output = {"output_type": "stream", "name": "stdout", "text": "Correct: 3/3\n"}
        book.cell(f"check-{exercise}")["outputs"] = [output]


@case(
    "check-altered",
    ITEM,
    "01",
    "The call of the check was replaced by a print that says it is right.",
    "检查的调用换成了一句打印“正确”。",
    **_ALL,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book[f"check-{exercise}"] = "print('Correct')"


@case(
    "error-swallowed",
    ITEM,
    "05",
    "An `except` turns every error of the answer into `None`.",
    "用 `except` 把答案的所有错误都变成 `None`。",
    gets={"ex05a": 0},
)
def _(book: Book) -> None:
    book["ex05a"] = (
        "def chain(encoder, decoder):\n    try:\n        return keras.Model(encoder.inputs, decoder(encoder))\n"
        "    except Exception:\n        return None\n"
    )


@case(
    "lesson-class-in-place-of-the-answer",
    ITEM,
    "10",
    "The stub of ex10a is deleted; the lesson has a class of the same name that is no answer.",
    "删掉了 ex10a 的模板；课文里有一个同名的类，但不是答案。",
    gets={"ex10a": 0},
    look="not_found",
    may="several",
)
def _(book: Book) -> None:
    book.remove("ex10a")


@case(
    "async-answer",
    ITEM,
    "01",
    "The answer is an `async` function: it gives a coroutine, not a model.",
    "答案是 `async` 函数：返回的是协程，不是模型。",
    gets={"ex01c": 0},
)
def _(book: Book) -> None:
    book["ex01c"] = "async " + book["ex01c"]


@case(
    "right-one-below-its-check-overwritten",
    ITEM,
    "01",
    "The right answers are defined under other names, at the end, next to wrong ones of the right name.",
    "末尾用别的名字定义了正确答案，而规定名字下的答案是错的。",
    **_ALL,
)
def _(book: Book) -> None:
    book.last(*(code.replace("def ", "def my_") for code in book.right.values()))
