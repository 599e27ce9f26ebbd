"""What an answer depends on that can't be seen in it: a name is filled, changed or registered somewhere else."""

from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case

ITEM = "names"
_RELU = 'activation="relu"'


@case(
    "dict-filled-by-a-function",
    ITEM,
    "01",
    "A function fills a dict, the next cell calls it, the answer reads it.",
    "一个函数填写字典，下一个单元格调用它，答案再读取。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.before("ex01a", "chosen = {}\n\ndef choose():\n    chosen['hidden'] = 'relu'\n", "choose()")
    book.replace("ex01a", _RELU, 'activation=chosen.get("hidden")')


@case(
    "dict-with-another-default",
    ITEM,
    "01",
    "A dict says tanh until a cell far above the answer changes it to relu by a function.",
    "字典里原先是 tanh，离答案很远的一个单元格用函数把它改成 relu。",
)
def _(book: Book) -> None:
    book.after(
        book.imports,
        "OPTIONS = {'activation': 'tanh'}\n\ndef set_option(name, value):\n    OPTIONS[name] = value\n",
        "set_option('activation', 'relu')",
    )
    book.replace("ex01a", _RELU, 'activation=OPTIONS["activation"]')


@case(
    "registry-by-decorator",
    ITEM,
    "01",
    "Functions enter a registry by a decorator, the answer takes its layers from there.",
    "函数用装饰器登记到注册表，答案从那里取层。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.before(
        "ex01a",
        "MAKERS = {}\n\ndef register(function):\n    MAKERS[function.__name__] = function\n    return function\n",
        "@register\ndef hidden(units):\n    return layers.Dense(units, activation='relu')\n",
        "@register\ndef last(units):\n    return layers.Dense(units)\n",
    )
    book.replace("ex01a", 'layers.Dense(hidden_units, activation="relu")', 'MAKERS["hidden"](hidden_units)')
    book.replace("ex01a", "layers.Dense(num_classes)", 'MAKERS["last"](num_classes)')


@case(
    "singledispatch",
    ITEM,
    "01",
    "`functools.singledispatch`: the kind that the answer meets is registered in another cell.",
    "`functools.singledispatch`：答案用到的类型在另一个单元格里注册。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.before(
        "ex01b",
        "import functools\n\n@functools.singledispatch\ndef count(sizes):\n    return 0\n",
        "@count.register(list)\ndef _(sizes):\n    return counted(sizes)\n",
        book["ex01b"].replace("count_dense_params", "counted"),
    )
    book["ex01b"] = "def count_dense_params(sizes):\n    return count(sizes)\n"


@case(
    "file-between-cells",
    ITEM,
    "01",
    "One cell writes a file of settings, the answer reads it.",
    "一个单元格写出设置文件，答案读取它。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.before("ex01a", "import json\nwith open('units.json', 'w') as file:\n    json.dump({'act': 'relu'}, file)\n")
    book.replace("ex01a", _RELU, 'activation=json.load(open("units.json"))["act"]')


@case(
    "array-between-cells",
    ITEM,
    "05",
    "One cell saves an array with NumPy, the answer loads it when it is called.",
    "一个单元格用 NumPy 保存数组，答案被调用时读取。",
)
def _(book: Book) -> None:
    book.before("ex05c", "np.save('one.npy', np.ones(1))\n")
    book.replace("ex05c", "sum(weights)", "sum(weights) * float(np.load('one.npy')[0])")


@case(
    "pickle-between-cells",
    ITEM,
    "01",
    "One cell writes a pickle of its settings, the answer loads it.",
    "一个单元格用 pickle 存下设置，答案读取它。",
)
def _(book: Book) -> None:
    book.before("ex01a", "import pickle\npickle.dump(['relu', 'relu'], open('acts.pkl', 'wb'))\n")
    book.replace("ex01a", _RELU, 'activation=pickle.load(open("acts.pkl", "rb"))[0]')


@case(
    "global-set-by-a-function",
    ITEM,
    "01",
    "A function sets a global by `global`, another cell calls it.",
    "函数用 `global` 设置全局变量，另一个单元格调用它。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.before(
        "ex01a",
        "ACTIVATION = None\n\ndef configure():\n    global ACTIVATION\n    ACTIVATION = 'relu'\n",
        "configure()",
    )
    book.replace("ex01a", _RELU, "activation=ACTIVATION")


@case(
    "alias-updated",
    ITEM,
    "01",
    "A second name of a dict is updated, the answer reads the first.",
    "通过字典的另一个名字更新，答案用第一个名字读取。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.before("ex01a", "options = {}\nsame = options\n", "same.update(activation='relu')")
    book.replace("ex01a", _RELU, "**options")


@case(
    "alias-of-a-method",
    ITEM,
    "10",
    "`add = parts.append` in one cell, `add(...)` in another: the answer sums what is in the list.",
    "一个单元格里 `add = parts.append`，另一个里 `add(...)`：答案把列表里的东西加起来。",
)
def _(book: Book) -> None:
    book.before("ex10a", "parts = []\nadd = parts.append\n", "add(lambda layer: layer.bias)")
    book.replace("ex10a", "+ self.bias)", "+ parts[0](self))")


@case(
    "method-patched-later",
    ITEM,
    "10",
    "A cell below the class replaces its `build`, as one does who has found a fault.",
    "类下面的单元格换掉了它的 `build`，就像发现错误后的修补。",
    of_wrong=True,
)
def _(book: Book) -> None:
    body = book["ex10c"]
    start = body.find("    def build(")
    stop = body.find("    def call(")
    method = body[start:stop].replace("\n    ", "\n")[4:]
    book["ex10c"] = body[:start] + "    def build(self, input_shape):\n        pass\n\n" + body[stop:]
    book.after("ex10c", method.rstrip() + "\n\nsetattr(ScaledResidual, 'build', build)\n")


@case(
    "method-taken-from-another-class",
    ITEM,
    "10",
    "A decorator from a cell above gives the class its `call`.",
    "上面单元格里的装饰器给类加上了 `call`。",
)
def _(book: Book) -> None:
    before, call, body = book["ex10a"].partition("    def call(self, inputs):\n")
    assert call
    book.before("ex10a", f"def with_call(cls):\n{call}{body}\n    cls.call = call\n    return cls\n")
    book["ex10a"] = "@with_call\n" + before


@case(
    "class-below-its-own",
    ITEM,
    "10",
    "The class of ex10b inherits from that of ex10a, which has the same name.",
    "ex10b 的类继承自 ex10a 的同名类。",
)
def _(book: Book) -> None:
    config = book["ex10b"][book["ex10b"].index("    def get_config") :]
    book["ex10b"] = (
        '@keras.saving.register_keras_serializable(package="course")\nclass CustomDense(CustomDense):\n' + config
    )


@case(
    "class-of-the-lesson",
    ITEM,
    "10",
    "The class of ex10b inherits from the lesson's own `Affine`.",
    "ex10b 的类继承自课文里的 `Affine`。",
)
def _(book: Book) -> None:
    config = book["ex10b"][book["ex10b"].index("    def get_config") :]
    book["ex10b"] = (
        '@keras.saving.register_keras_serializable(package="course")\nclass CustomDense(Affine):\n'
        "    def __init__(self, units, activation=None, **kwargs):\n        super().__init__(units, **kwargs)\n"
        "        self.activation = keras.activations.get(activation)\n\n"
        "    def call(self, inputs):\n        return self.activation(super().call(inputs))\n\n" + config
    )


@case(
    "partial",
    ITEM,
    "01",
    "The answer is a `functools.partial` of a function from another cell.",
    "答案是另一个单元格里某个函数的 `functools.partial`。",
    of_wrong=True,
)
def _(book: Book) -> None:
    general = book["ex01a"].replace("def build_mlp(hidden_units,", "def general(act, hidden_units,")
    book.before("ex01a", general.replace(_RELU, "activation=act"))
    book["ex01a"] = "from functools import partial\n\nbuild_mlp = partial(general, 'relu')\n"


@case(
    "object-that-is-called",
    ITEM,
    "05",
    "The answer is an object of a class with `__call__`, made in a cell below the class.",
    "答案是带 `__call__` 的类的对象，在类下面的单元格里创建。",
    of_wrong=True,
)
def _(book: Book) -> None:
    body = "".join(f"    {line}\n" for line in book["ex05a"].splitlines())
    book.before("ex05a", "class Chain:\n" + body.replace("def chain(", "def __call__(self, "))
    book["ex05a"] = "chain = Chain()\n"


@case(
    "lambda",
    ITEM,
    "01",
    "The answers of two exercises are lambdas.",
    "两道题的答案是 lambda。",
)
def _(book: Book) -> None:
    book["ex01b"] = "count_dense_params = lambda sizes: sum((a + 1) * b for a, b in zip(sizes, sizes[1:]))\n"
    book.on_top("ex01c", book["ex01c"].replace("build_from_picture", "_picture"))
    book["ex01c"] = book["ex01c"][: book["ex01c"].rindex("def ")] + "build_from_picture = lambda: _picture()\n"


@case(
    "made-by-a-factory",
    ITEM,
    "05",
    "A factory in one cell returns the function, the answer's cell only calls it.",
    "一个单元格里的工厂函数返回答案函数，答案单元格只是调用它。",
    of_wrong=True,
)
def _(book: Book) -> None:
    body = "".join(f"    {line}\n" for line in book["ex05b"].splitlines())
    book.before("ex05b", f"def make():\n{body}\n    return build_ensemble\n")
    book["ex05b"] = "build_ensemble = make()\n"


@case(
    "counted-by-a-decorator",
    ITEM,
    "01",
    "A decorator with a global counter, and one of `functools.cache`, stand above the answers.",
    "答案上面有带全局计数器的装饰器和 `functools.cache`。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.before(
        "ex01a",
        "import functools\ncalls = 0\n\ndef counted(function):\n    @functools.wraps(function)\n"
        "    def wrapped(*args, **kwargs):\n        global calls\n        calls += 1\n"
        "        return function(*args, **kwargs)\n    return wrapped\n",
    )
    book.on_top("ex01a", "@counted")
    book.on_top("ex01c", "@functools.cache\n@counted")
