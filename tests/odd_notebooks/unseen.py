"""What an answer depends on, part four: changes that no line of its cells shows."""

from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case

ITEM = "names"
_RELU = 'activation="relu"'


def elsewhere(name: str, cells: tuple[str, ...], option: str, en: str, zh: str, **more: object) -> None:
    """A way to take the activation of ex01a from what these cells above it have made."""

    def change(book: Book) -> None:
        book.before("ex01a", *cells)
        book.replace("ex01a", _RELU, f"activation={option}")

    case(name, ITEM, "01", en, zh, **more)(change)


elsewhere(
    "variable-of-the-environment",
    ("import os\nos.environ['ACTIVATION'] = 'relu'\n",),
    "os.environ.get('ACTIVATION', 'tanh')",
    "One cell sets a variable of the environment, the answer reads it.",
    "一个单元格设置环境变量，答案读取它。",
    of_wrong=True,
)
elsewhere(
    "variable-by-a-magic",
    ("%env ACTIVATION=relu\n", "import os\n"),
    "os.environ.get('ACTIVATION', 'tanh')",
    "`%env` sets a variable, the answer reads it.",
    "用 `%env` 设置变量，答案读取它。",
)
elsewhere(
    "attribute-of-a-class",
    ("class Config:\n    activation = 'tanh'\n", "Config.activation = 'relu'\n"),
    "Config.activation",
    "A class holds the settings, a later cell changes its attribute.",
    "用类保存设置，后面的单元格修改它的属性。",
    of_wrong=True,
)
elsewhere(
    "attribute-of-a-function",
    (
        "def settings():\n    return settings.activation\n\nsettings.activation = 'tanh'\n",
        "settings.activation = 'relu'\n",
    ),
    "settings()",
    "A function carries the setting as an attribute, which a later cell sets.",
    "函数把设置当作属性，后面的单元格给它赋值。",
)
elsewhere(
    "argument-filled-in-place",
    (
        "options = {'activation': 'tanh'}\n",
        "def prefer(target, value):\n    target['activation'] = value\n",
        "prefer(options, 'relu')",
    ),
    "options['activation']",
    "A dict is given to a function, which changes it.",
    "把字典传给函数，由函数修改它。",
    of_wrong=True,
)
elsewhere(
    "result-thrown-away",
    ("options = {'activation': 'tanh'}\n", "_ = options.update(activation='relu')\n"),
    "options['activation']",
    "`_ = options.update(...)`: the call is there for its effect.",
    "`_ = options.update(...)`：调用只为它的副作用。",
    of_wrong=True,
)
elsewhere(
    "comprehension-for-its-effect",
    ("options = {'activation': 'tanh'}\n", "[options.update({name: 'relu'}) for name in ('activation',)]\n"),
    "options['activation']",
    "A list comprehension is used as a loop that updates a dict.",
    "把列表推导式当循环用，更新字典。",
)
elsewhere(
    "loop-into-a-dict",
    ("options = {'activation': 'tanh'}\n", "for options['activation'] in ('tanh', 'relu'):\n    pass\n"),
    "options['activation']",
    "The variable of a loop is an entry of a dict.",
    "循环变量就是字典里的一项。",
)
elsewhere(
    "list-in-place",
    ("choice = ['tanh', 'relu']\n", "choice.sort()\n", "choice[:] = choice[:1]\n"),
    "choice[-1]",
    "A list is sorted and cut in place by cells of their own.",
    "用单独的单元格原地排序、截断列表。",
)
elsewhere(
    "filled-by-a-thread",
    (
        "import threading\noptions = {'activation': 'tanh'}\n",
        "thread = threading.Thread(target=options.update, args=({'activation': 'relu'},))\nthread.start()\nthread.join()\n",
    ),
    "options['activation']",
    "A thread fills the dict.",
    "由线程填写字典。",
)
elsewhere(
    "builtin-of-their-own",
    ("import builtins\nbuiltins.HIDDEN = 'relu'\n",),
    "HIDDEN",
    "A name is put among Python's builtins.",
    "把一个名字放进了 Python 的内置名里。",
)
elsewhere(
    "name-in-keras",
    ("import functools\nlayers.favourite = 'relu'\n",),
    "layers.favourite",
    "A setting is kept as an attribute of Keras's own module.",
    "把设置放成 Keras 模块的属性。",
    of_wrong=True,
)
elsewhere(
    "written-by-a-shell",
    ("!echo relu > activation.txt\n",),
    "open('activation.txt').read().strip()",
    "A shell command writes the file that the answer reads.",
    "用命令写出文件，答案读取它。",
    of_wrong=True,
)
elsewhere(
    "written-by-bash",
    ('%%bash\ncat > activation.json <<END\n{"name": "relu"}\nEND\n', "import json\n"),
    "json.load(open('activation.json'))['name']",
    "A cell of `%%bash` writes the file that the answer reads.",
    "用 `%%bash` 单元格写出文件，答案读取它。",
)
elsewhere(
    "read-by-a-shell",
    ("said = !echo relu\n",),
    "said[0]",
    "The answer takes what a shell command printed.",
    "答案使用命令打印的内容。",
)
elsewhere(
    "shown-and-captured",
    ("%%capture captured\nprint('relu')\n",),
    "captured.stdout.strip()",
    "The answer takes what `%%capture` has kept.",
    "答案使用 `%%capture` 保存的内容。",
)
elsewhere(
    "deleted-from-a-dict",
    ("choices = {'first': 'tanh', 'second': 'relu'}\n", "del choices['first']\n"),
    "next(iter(choices.values()))",
    "An entry is deleted by a cell, the answer takes what is left.",
    "一个单元格删掉一项，答案取剩下的。",
)


@case(
    "defined-by-a-call",
    ITEM,
    "01",
    "A function defines the answers as globals; the answer's cell calls it.",
    "由一个函数把答案定义成全局的；答案单元格调用它。",
    of_wrong=True,
)
def _(book: Book) -> None:
    body = "".join(f"    {line}\n" for line in book["ex01a"].splitlines())
    book.before("ex01a", f"def define():\n    global build_mlp\n\n{body}")
    book["ex01a"] = "define()\n"


@case(
    "module-fetched-by-its-name",
    ITEM,
    "05",
    "`importlib.import_module` and `getattr` fetch Keras's parts.",
    "用 `importlib.import_module` 和 `getattr` 取 Keras 的各部分。",
)
def _(book: Book) -> None:
    book.before(
        "ex05b",
        "import importlib\nparts = importlib.import_module('keras.layers')\n",
        "mean = getattr(parts, 'ave' + 'rage')\n",
    )
    book.replace("ex05b", "layers.average(", "mean(")


@case(
    "classes-by-type",
    ITEM,
    "10",
    "The class is made by `type(name, bases, methods)` from functions of other cells.",
    "类由 `type(名字, 基类, 方法)` 用其他单元格的函数生成。",
)
def _(book: Book) -> None:
    code = book["ex10c"]
    code = code.replace("class ScaledResidual(", "class _Methods(").replace(
        "super().__init__(**kwargs)", "layers.Layer.__init__(self, **kwargs)"
    )
    code = code.replace("super().get_config()", "layers.Layer.get_config(self)")
    code = code.replace('@keras.saving.register_keras_serializable(package="course")\n', "")
    book.before(
        "ex10c", code, "methods = {k: v for k, v in vars(_Methods).items() if callable(v) or k == 'from_config'}\n"
    )
    book["ex10c"] = (
        "ScaledResidual = type('ScaledResidual', (layers.Layer,), methods)\n"
        "keras.saving.register_keras_serializable(package='course')(ScaledResidual)\n"
    )
