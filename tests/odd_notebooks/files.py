"""Files beside the notebook: what an answer imports, runs, loads, writes, or fails to bring along."""

import io
import json

import numpy as np

from autograder.graphs.finding import Finding
from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case

ITEM = "files"
_PATH = "/Users/ada/course/sizes.txt"
_HOME = {"type": "FileNotFoundError", "line": 1, "code": f"sizes = open('{_PATH}').read()", "unknown": "sizes"}
_HOME |= {"message": f"[Errno 2] No such file or directory: '{_PATH}'"}
_HEAD = "import keras\nfrom keras import layers, ops\n\n"


def _moved(book: Book, exercise: str, name: str) -> str:
    """The answer's name; its code goes into a file beside the notebook."""
    code = book[exercise]
    book.files[name] = (_HEAD + code).encode()
    return code.split("(")[0].split()[-1]


@case(
    "module-beside",
    ITEM,
    "01",
    "The answer is imported from `my_helpers.py`, handed in beside the notebook.",
    "答案从一起提交的 `my_helpers.py` 导入。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book["ex01a"] = f"from my_helpers import {_moved(book, 'ex01a', 'my_helpers.py')}\n"


@case(
    "package-beside",
    ITEM,
    "05",
    "The answer is imported from a package in a folder beside the notebook.",
    "答案从旁边文件夹里的包导入。",
    of_wrong=True,
)
def _(book: Book) -> None:
    _moved(book, "ex05a", "nets/models.py")
    book.files["nets/__init__.py"] = b"from .models import chain as connect\n"
    book["ex05a"] = "import nets\n\nchain = nets.connect\n"


@case(
    "class-beside",
    ITEM,
    "10",
    "A class is imported from a file beside the notebook.",
    "类从笔记本旁边的文件导入。",
)
def _(book: Book) -> None:
    _moved(book, "ex10a", "dense.py")
    book["ex10a"] = "from dense import CustomDense\n"


@case(
    "run-a-file",
    ITEM,
    "05",
    "`%run my_helpers.py` brings the answer from a file beside the notebook.",
    "`%run my_helpers.py` 从旁边的文件带入答案。",
)
def _(book: Book) -> None:
    _moved(book, "ex05b", "my_helpers.py")
    book["ex05b"] = "%run my_helpers.py\n"


@case(
    "run-a-notebook",
    ITEM,
    "01",
    "`%run helpers_of_mine.ipynb` brings the answer from another notebook.",
    "`%run helpers_of_mine.ipynb` 从另一个笔记本带入答案。",
    of_wrong=True,
)
def _(book: Book) -> None:
    other = {"cells": [book.new(book["ex01b"])], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    book.files["helpers_of_mine.ipynb"] = json.dumps(other).encode()
    book["ex01b"] = "%run helpers_of_mine.ipynb\n"


@case(
    "load-a-file",
    ITEM,
    "10",
    "The answer's code is read from a file and run by `exec`.",
    "从文件读取答案代码，用 `exec` 运行。",
)
def _(book: Book) -> None:
    _moved(book, "ex10c", "residual.py")
    book["ex10c"] = "from pathlib import Path\n\nexec(Path('residual.py').read_text())\n"


@case(
    "writefile-and-import",
    ITEM,
    "01",
    "`%%writefile my_net.py` writes the answer, the next cell imports it; the file itself was not handed in.",
    "`%%writefile my_net.py` 写出答案，下一个单元格导入；文件本身没有提交。",
    of_wrong=True,
)
def _(book: Book) -> None:
    name = _moved(book, "ex01a", "my_net.py")
    book.before("ex01a", "%%writefile my_net.py\n" + book.files.pop("my_net.py").decode())
    book["ex01a"] = f"from my_net import {name}\n"


@case(
    "writefile-over-the-same",
    ITEM,
    "05",
    "`%%writefile my_net.py` writes a file that was handed in, too, as it lay beside the notebook.",
    "`%%writefile my_net.py` 写出的文件也在旁边一起提交了。",
    of_wrong=True,
)
def _(book: Book) -> None:
    name = _moved(book, "ex05a", "my_net.py")
    book.before("ex05a", "%%writefile my_net.py\n" + book.files["my_net.py"].decode())
    book["ex05a"] = f"from my_net import {name}\n"


@case(
    "writefile-in-the-answer",
    ITEM,
    "10",
    "The answer's own cell is the `%%writefile`, the import stands in a new cell below.",
    "答案单元格本身就是 `%%writefile`，导入写在下面的新单元格里。",
)
def _(book: Book) -> None:
    name = _moved(book, "ex10a", "mine.py")
    book["ex10a"] = "%%writefile mine.py\n" + book.files.pop("mine.py").decode()
    book.after("ex10a", f"from mine import {name}\n")


@case(
    "settings-beside",
    ITEM,
    "01",
    "The answer reads a JSON file that was handed in beside the notebook.",
    "答案读取一起提交的 JSON 文件。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.files["config/units.json"] = b'{"act": "relu"}'
    book.on_top("ex01a", "import json\n\nwith open('config/units.json') as file:\n    config = json.load(file)\n")
    book.replace("ex01a", 'activation="relu"', 'activation=config["act"]')


@case(
    "arrays-beside",
    ITEM,
    "05",
    "The answer loads `.npy` and `.csv` files from beside the notebook.",
    "答案加载旁边的 `.npy` 和 `.csv` 文件。",
)
def _(book: Book) -> None:
    file = io.BytesIO()
    np.save(file, np.ones(2))
    book.files |= {"data/ones.npy": file.getvalue(), "data/zeros.csv": b"0,0\n"}
    book.replace(
        "ex05c",
        "sum(weights)",
        "sum(weights) * np.load('data/ones.npy')[0] + np.loadtxt('data/zeros.csv', delimiter=',')[0]",
    )


@case(
    "picture-beside",
    ITEM,
    "05",
    "A cell above the answer shows a picture from beside the notebook.",
    "答案上面的单元格显示旁边的一张图片。",
)
def _(book: Book) -> None:
    lines = "from PIL import Image\nimage = Image.open('model.png')\nside = image.size[0]\nimage\n"
    book.before("ex05b", lines)
    book.replace("ex05b", "layers.average(", "layers.Average(name=f'average_{side}')(")
    book.files["model.png"] = _png()


def _png() -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "png")
    return file.getvalue()


@case(
    "names-of-ours-beside",
    ITEM,
    "01",
    "Files called `keras.py`, `numpy.py`, `random.py`, `helpers.py` lie beside the notebook: they take no name of Keras's, Python's or ours.",
    "旁边有 `keras.py`、`numpy.py`、`random.py`、`helpers.py`：它们不会顶替 Keras、Python 或本课程的同名模块。",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.files |= {name: b"raise ImportError('mine')\n" for name in ("keras.py", "numpy.py", "random.py", "helpers.py")}


@case(
    "module-forgotten",
    ITEM,
    "01",
    "`my_helpers.py` was not handed in: the exercise that imports from it can't be run, its name is told, and a person, too.",
    "没有提交 `my_helpers.py`：从它导入的那道题无法运行，会说明缺哪个文件，并提醒教师。",
    gets={"ex01a": 0},
    look="import_failed",
    told=lambda book: Finding(
        "look.import_failed", {"type": "ModuleNotFoundError", "message": "No module named 'my_helpers'"}
    ),
)
def _(book: Book) -> None:
    book["ex01a"] = f"from my_helpers import {_moved(book, 'ex01a', 'my_helpers.py')}\n"
    book.files.clear()


@case(
    "file-of-home",
    ITEM,
    "05",
    "The answer needs a file by its path on the learner's own computer: the path is named, as the first cause.",
    "答案要用学生自己电脑上某个路径的文件：会指出这个路径，作为最初的原因。",
    gets={"ex05a": 0},
    may="import_failed",
    told=lambda book: Finding("answer.earlier_cell_raised", _HOME),
)
def _(book: Book) -> None:
    book.on_top("ex05a", _HOME["code"] + "\n")
    book.replace("ex05a", "    return", "    assert sizes\n    return")


@case(
    "file-of-home-that-no-answer-needs",
    ITEM,
    "01",
    "A file is read by its path on the learner's own computer, which no answer needs: only that line is lost.",
    "按学生自己电脑上的路径读了一个文件，但没有答案需要它：只有这一行失效。",
    may="import_failed",
    of_wrong=True,
)
def _(book: Book) -> None:
    for exercise in book.ids:
        book.on_top(exercise, "notes = open('C:/Users/ada/notes.txt').read()\n")


@case(
    "writes-beside",
    ITEM,
    "05",
    "Cells write files: a log, a folder of models, a picture.",
    "单元格写出文件：日志、模型文件夹、图片。",
    of_wrong=True,
)
def _(book: Book) -> None:
    lines = "import os\nos.makedirs('models', exist_ok=True)\nopen('log.txt', 'a').write('run')\n"
    book.on_top("ex05a", lines + "plt.savefig('models/empty.png')\nkeras.Sequential().save('models/empty.keras')\n")
