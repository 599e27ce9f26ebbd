"""What an answer depends on, part two: names that are shadowed, deleted, defined late, or made in ways that can't be read."""

from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case

ITEM = "names"


@case(
    "reset-in-the-middle",
    ITEM,
    "01",
    "`%reset -f` stands behind the first exercise, the imports are made again below it.",
    "第一题后面有 `%reset -f`，下面重新导入。",
)
def _(book: Book) -> None:
    again = "import keras\nimport numpy as np\nfrom keras import layers\nfrom autograder.notebook import start\n"
    book.after("check-ex01a", "%reset -f", again + "check, hint, solution, progress = start('en')\n")


@case(
    "deleted-after-its-check",
    ITEM,
    "01",
    "The function is deleted once its check has passed.",
    "检查通过之后把函数删掉了。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.after("check-ex01a", "del build_mlp")
    book.after("check-ex01b", "del count_dense_params")


@case(
    "builtins-shadowed",
    ITEM,
    "01",
    "Variables are called `list`, `input`, `id`, `type`, `len`, `print`, `max`: the answers use none of them.",
    "变量取名 `list`、`input`、`id`、`type`、`len`、`print`、`max`：答案没有用到它们。",
    of_wrong=True,
)
def _(book: Book) -> None:
    names = "list = [784, 64, 10]\ninput = keras.Input((3,))\nid = type = max = min = str = dict = print = len = 7\n"
    book.before("ex01a", names)


@case(
    "our-names-shadowed",
    ITEM,
    "05",
    "Variables are called `check`, `hint`, `helpers`, `answer`, `exercise`, `autograder`: nothing of ours is lost.",
    "变量取名 `check`、`hint`、`helpers`、`answer`、`exercise`、`autograder`：不影响评分。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.before("ex05b", "helpers = hint = progress = solution = None\nanswer = exercise = evidence = autograder = 5\n")
    book.last("check = False")


@case(
    "layers-shadowed-and-imported-again",
    ITEM,
    "01",
    "`layers = model.layers` in a scratch cell; the last answer imports `layers` again.",
    "草稿单元格里写了 `layers = model.layers`；最后一题的答案重新导入了 `layers`。",
)
def _(book: Book) -> None:
    book.before("fork-build", "from keras import layers")
    book.after("check-ex01b", "layers = mnist_model.layers\n[layer.name for layer in layers]")
    book.on_top("ex01c", "from keras import layers\n")


@case(
    "star-imports",
    ITEM,
    "01",
    "`from keras.layers import *` and `from keras.models import Model` in the imports; answers use `Dense`, `Input`.",
    "导入用了 `from keras.layers import *` 和 `from keras.models import Model`；答案用 `Dense`、`Input`。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.below(book.imports, "from keras.layers import *\nfrom keras.models import Model\n")
    for exercise in ("ex01a", "ex01c"):
        code = book[exercise].replace("layers.", "").replace("keras.Input", "Input").replace("keras.Model", "Model")
        book[exercise] = code


@case(
    "keras-of-tensorflow",
    ITEM,
    "05",
    "`from tensorflow import keras` and `from tensorflow.keras import layers`, as in older courses.",
    "像老教程那样写 `from tensorflow import keras` 和 `from tensorflow.keras import layers`。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.below(book.imports, "from tensorflow import keras\nfrom tensorflow.keras import layers\n")


@case(
    "keras-as-k",
    ITEM,
    "01",
    "Keras is imported as `K`, its layers as `L`, in the cell of each answer.",
    "每个答案单元格里把 Keras 导入为 `K`，层导入为 `L`。",
)
def _(book: Book) -> None:
    for exercise in ("ex01a", "ex01c"):
        code = book[exercise].replace("keras.", "K.").replace(" layers.", " L.")
        book[exercise] = "import keras as K\nfrom keras import layers as L\n\n" + code


@case(
    "imports-within-the-functions",
    ITEM,
    "05",
    "Each function imports what it needs itself.",
    "每个函数自己导入所需的东西。",
    of_wrong=True,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        head, _colon, body = book[exercise].partition(":\n")
        book[exercise] = f"{head}:\n    import keras\n    from keras import layers, ops\n{body}"


@case(
    "imports-at-the-end",
    ITEM,
    "01",
    "The answers use `K`, which is imported in the last cell of the notebook; it was run first, by hand. At the end of the notebook the answers are right.",
    "答案用到的 `K` 在笔记本最后一个单元格才导入，学生先手动运行了它。到笔记本末尾时答案是对的。",
    may=("several", "second_way"),
)
def _(book: Book) -> None:
    for exercise in ("ex01a", "ex01c"):
        book[exercise] = book[exercise].replace("keras.", "K.")
    book.last("import keras as K")


@case(
    "helper-below-the-check",
    ITEM,
    "10",
    "A helper function that the class calls is defined below the check; the learner ran it first. At the end of the notebook the class is right.",
    "类用到的辅助函数定义在检查下面，学生先运行了它。到笔记本末尾时这个类是对的。",
    may=("several", "second_way"),
)
def _(book: Book) -> None:
    book.replace("ex10c", "self.scale * self.layer(x)", "times(self.scale, self.layer(x))")
    book.after("check-ex10c", "def times(a, b):\n    return a * b\n")


@case(
    "code-in-a-text",
    ITEM,
    "01",
    "The answers are texts that `exec` runs, one is entered by `globals()`.",
    "答案是由 `exec` 运行的文本，其中一个通过 `globals()` 放入。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book["ex01a"] = f"code = {book['ex01a']!r}\nexec(code)\n"
    book["ex01b"] = (
        book["ex01b"].replace("count_dense_params", "_mine") + "\nglobals()['count_dense_' + 'params'] = _mine\n"
    )


@case(
    "answers-in-a-class",
    ITEM,
    "01",
    "The answers are static methods of one class, the cells give them their names.",
    "答案是一个类的静态方法，各单元格只是给它们取名。",
    of_wrong=True,
)
def _(book: Book) -> None:
    parts = []
    for exercise in book.ids:
        name = book[exercise].split("(")[0].removeprefix("def ")
        body = "".join(f"    {line}\n" for line in book[exercise].splitlines())
        parts.append(f"    @staticmethod\n{body}")
        book[exercise] = f"{name} = Answers.{name}\n"
    book.before("ex01a", "class Answers:\n" + "\n".join(parts))


@case(
    "settings-in-a-dataclass",
    ITEM,
    "10",
    "Names and numbers come from a dataclass and an Enum in cells above.",
    "名称和数字来自上面单元格里的 dataclass 和 Enum。",
)
def _(book: Book) -> None:
    book.before(
        "ex10c",
        "import dataclasses\nimport enum\n\nclass Start(enum.Enum):\n    ONE = 'ones'\n",
        "@dataclasses.dataclass\nclass Options:\n    start: Start = Start.ONE\n\noptions = Options()\n",
    )
    book.replace("ex10c", '"ones"', "options.start.value")


@case(
    "generator-and-async",
    ITEM,
    "05",
    "Helpers are a generator and an `async` function that a cell awaits.",
    "辅助函数是生成器和 `async` 函数，由一个单元格 await。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.before(
        "ex05b",
        "import asyncio\n\nasync def later(value):\n    await asyncio.sleep(0)\n    return value\n",
        "zero = await later(0)\n",
        "def called(members, inputs):\n    for member in members:\n        yield member(inputs)\n",
    )
    book.replace("ex05b", "[member(inputs) for member in members]", "list(called(members[zero:], inputs))")


@case(
    "loop-left-behind",
    ITEM,
    "01",
    "A cell with an endless loop, which the learner interrupted, stands at the end; no answer needs it.",
    "笔记本末尾留着一个被中断过的死循环单元格；没有答案需要它。",
)
def _(book: Book) -> None:
    book.last("import time\nwhile True:\n    time.sleep(0.2)\n")


@case(
    "lesson-cell-broken",
    ITEM,
    "01",
    "A cell of the lesson was changed and raises; no answer needs it.",
    "改动了课文里的一个单元格，运行会出错；没有答案需要它。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book["fork-build"] = "forked = keras.Model(outputs, layers.Dense(10)(merged))\n"


@case(
    "lesson-variables",
    ITEM,
    "01",
    "The answers take options from the lesson's own layers.",
    "答案从课文自己的层里取选项。",
)
def _(book: Book) -> None:
    book.replace("ex01a", 'activation="relu"', "activation=hidden_1.activation")
    book.replace("ex01c", "layers.Dense(10)", 'layers.Dense(mnist_model.get_layer("logits").units)')
