"""What an answer depends on, part three: other chapters, where the answer is a table, or a file, or takes words."""

from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case

ITEM = "names"


def _filling(book: Book) -> tuple[str, list[str]]:
    """The table of ex11a as it was handed out, and a line for each entry."""
    made, _update, entries = book["ex11a"].partition("API_FOR.update(\n")
    pairs = [line.strip().rstrip(",").split("=") for line in entries.splitlines() if "=" in line]
    return made, [f"API_FOR[{name!r}] = {api}\n" for name, api in pairs]


@case(
    "table-filled-cell-by-cell",
    ITEM,
    "11",
    "The stub of a table is left, which ends in an error; the cells below it fill in one entry each.",
    "表格的模板留着（运行到末尾会报错），下面的单元格每个填一项。",
    may="several",
    of_wrong=True,
    kept=False,
)
def _(book: Book) -> None:
    _made, lines = _filling(book)
    book["ex11a"] = book.stub("ex11a")
    book.after("ex11a", *lines)


@case(
    "table-filled-by-a-function",
    ITEM,
    "11",
    "A function fills the table, a cell below calls it for each kind.",
    "用一个函数填写表格，下面的单元格按类别调用它。",
    of_wrong=True,
)
def _(book: Book) -> None:
    made, lines = _filling(book)
    body = "".join(f"    {line}" for line in lines) or "    pass\n"
    book["ex11a"] = made
    book.after("ex11a", f"def fill():\n{body}", "fill()")


@case(
    "table-under-another-name",
    ITEM,
    "11",
    "The table has a second name, by which a loop fills it.",
    "表格有另一个名字，用循环通过它来填写。",
)
def _(book: Book) -> None:
    made, lines = _filling(book)
    pairs = [line.removeprefix("API_FOR[").split("] = ") for line in lines]
    rows = ", ".join(f"({name}, {api.strip()})" for name, api in pairs)
    book["ex11a"] = made
    book.after("ex11a", "choices = API_FOR\n", f"for model, api in [{rows}]:\n    choices[model] = api\n")


@case(
    "table-emptied-after-its-check",
    ITEM,
    "11",
    "Below the check the table is emptied, for another try that was never made.",
    "检查之后清空了表格，想再试一次但没有做。",
    may="several",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.after("check-ex11a", "API_FOR.clear()\n")


@case(
    "table-corrected-below",
    ITEM,
    "11",
    "Two entries are wrong at first and corrected in a cell below.",
    "开始时有两项是错的，在下面的单元格里改正。",
    may="several",
)
def _(book: Book) -> None:
    book.replace("ex11a", 'two_heads="functional"', 'two_heads="subclass"')
    book.replace("ex11a", 'tree_rnn="subclass"', 'tree_rnn="functional"')
    book.after("ex11a", "API_FOR |= {'two_heads': 'functional'}\nAPI_FOR.update(tree_rnn='subclass')\n")


@case(
    "function-of-the-lesson-mended",
    ITEM,
    "11",
    "The answer mends the lesson's own function in its cell, and calls it.",
    "直接在课文自己的单元格里改好那个函数，答案再调用它。",
)
def _(book: Book) -> None:
    mended = book["ex11c"].replace("repair_wiring", "broken_wiring")
    book["wiring-broken"] = mended
    book["ex11c"] = "repair_wiring = broken_wiring\n"


@case(
    "saved-in-another-folder",
    ITEM,
    "03",
    "The answer makes the folder of the path, and the notebook has changed into one of its own.",
    "答案会先建好路径所在的文件夹，而且笔记本切换到了自己的文件夹。",
)
def _(book: Book) -> None:
    book.below(book.imports, "\nos.makedirs('models', exist_ok=True)\nos.chdir('models')\n")
    book.replace(
        "ex03a", "    model.save", "    os.makedirs(os.path.dirname(path) or '.', exist_ok=True)\n    model.save"
    )


@case(
    "saved-under-a-policy",
    ITEM,
    "03",
    "Models are saved and copied under the policy `mixed_float16`.",
    "在 `mixed_float16` 策略下保存和复制模型。",
)
def _(book: Book) -> None:
    book.below(book.imports, '\nkeras.mixed_precision.set_global_policy("mixed_float16")\n')


@case(
    "copied-by-helpers-of-the-lesson",
    ITEM,
    "03",
    "The answer calls a helper that another cell has under a second name, and `%%time` stands on top of it.",
    "答案通过另一个名字调用别处的辅助函数，开头还有 `%%time`。",
)
def _(book: Book) -> None:
    book.before("ex03c", "def shapes(model):\n    return [w.shape for w in model.weights]\n", "same_as = shapes")
    book.replace(
        "ex03c",
        "[w.shape for w in source.weights] != [w.shape for w in target.weights]",
        "shapes(source) != same_as(target)",
    )
    book.on_top("ex03c", "%%time")


@case(
    "encoder-from-a-registry",
    ITEM,
    "08",
    "The encoder of two texts is made by a function of a registry, under `float64`.",
    "两段文本的编码器由注册表里的函数生成，并且设为 `float64`。",
)
def _(book: Book) -> None:
    book.below(book.imports, '\nkeras.config.set_floatx("float64")\n')
    book.before(
        "ex08b",
        "POOLING = {}\n",
        "def register(layer, name='mean'):\n    POOLING[name] = layer\n\nregister(layers.GlobalAveragePooling1D)\n",
    )
    book.replace("ex08b", "layers.GlobalAveragePooling1D()", "POOLING['mean']()")


@case(
    "shared-layer-of-a-closure",
    ITEM,
    "08",
    "The shared layer lives in a closure, made by a cell above without the chapter's marks.",
    "共享层放在闭包里，由上面一个没有标记的单元格生成。",
)
def _(book: Book) -> None:
    code = book["ex08a"].replace("layers.Embedding(num_words, dim)", "shared(num_words, dim)")
    book.before(
        "ex08a",
        "def shared(*sizes):\n    layer = layers.Embedding(*sizes)\n    return lambda text: layer(text)\n",
        code,
    )
    book.remove("ex08a")
