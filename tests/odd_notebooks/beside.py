"""Files beside the notebook, part two: more ways to bring code along, and what else lies there."""

from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case

ITEM = "files"
_HEAD = "import keras\nfrom keras import layers, ops\n\n"


@case(
    "star-import-from-beside",
    ITEM,
    "01",
    "`from my_helpers import *` brings all answers from a file beside the notebook.",
    "`from my_helpers import *` 从旁边的文件带入所有答案。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.files["my_helpers.py"] = (_HEAD + "\n\n".join(book.answers.values())).encode()
    book["ex01a"] = "from my_helpers import *\n"
    for exercise in ("ex01b", "ex01c"):
        book[exercise] = "# in my_helpers.py\n"


@case(
    "module-patched-and-reloaded",
    ITEM,
    "10",
    "A module beside the notebook is reloaded, and a cell sets one of its variables.",
    "重新加载旁边的模块，再由一个单元格设置它的变量。",
)
def _(book: Book) -> None:
    book.files["options.py"] = b"START = 'zeros'\n"
    book.before("ex10c", "import importlib\nimport options\nimportlib.reload(options)\n", "options.START = 'ones'\n")
    book.replace("ex10c", '"ones"', "options.START")


@case(
    "file-written-in-two-parts",
    ITEM,
    "05",
    "`%%writefile` writes the first part of a module, `%%writefile -a` the second, a third cell imports it.",
    "`%%writefile` 写模块的前半部分，`%%writefile -a` 写后半部分，第三个单元格导入。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.before("ex05b", "%%writefile nets.py\nimport keras\nfrom keras import layers, ops\n\n")
    book.before("ex05b", "%%writefile -a nets.py\n" + book["ex05b"])
    book["ex05b"] = "import nets\n\nbuild_ensemble = nets.build_ensemble\n"


@case(
    "folder-with-a-space",
    ITEM,
    "01",
    "A module beside the notebook uses another one, in a folder with a space and Chinese in its name.",
    "旁边的模块用到另一个模块，所在文件夹的名字带空格和汉字。",
)
def _(book: Book) -> None:
    book.files["我的 代码/net.py"] = (_HEAD + book["ex01a"]).encode()
    book["ex01a"] = "import sys\nsys.path.append('我的 代码')\nfrom net import build_mlp\n"


@case(
    "folders-of-tools",
    ITEM,
    "10",
    "Folders of tools lie beside the notebook: `.git`, `.ipynb_checkpoints`, `__pycache__`, `.venv`.",
    "旁边有各种工具的文件夹：`.git`、`.ipynb_checkpoints`、`__pycache__`、`.venv`。",
)
def _(book: Book) -> None:
    for folder in (".git/objects/aa", ".ipynb_checkpoints", "__pycache__", ".venv/lib"):
        for k in range(30):
            book.files[f"{folder}/{k:02}"] = b"x"
    book.files[f".ipynb_checkpoints/{book.chapter}-checkpoint.ipynb"] = book.data()


@case(
    "many-files",
    ITEM,
    "01",
    "Three hundred pictures lie beside the notebook, more than are taken along; the answers need none.",
    "旁边有三百张图片，超过了能带上的数量；答案用不到它们。",
    look="files_left_out",
    may="import_failed",
)
def _(book: Book) -> None:
    book.files |= {f"pictures/{k:03}.png": b"\x89PNG" for k in range(300)}


@case(
    "source-folder-on-the-path",
    ITEM,
    "10",
    "`sys.path.append('src')`, and the class is imported from there.",
    "`sys.path.append('src')`，再从那里导入类。",
)
def _(book: Book) -> None:
    book.files["src/residual.py"] = (_HEAD + book["ex10c"]).encode()
    book["ex10c"] = "import sys\n\nsys.path.append('src')\nfrom residual import ScaledResidual\n"
