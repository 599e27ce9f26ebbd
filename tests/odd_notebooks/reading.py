"""Files that are hard to read: other encodings, other formats, other names, not a notebook at all."""

import io
import json
import zipfile
from typing import Any

from autograder.graphs.finding import Finding
from tests.handed_in import released
from tests.odd_notebooks.book import Book, points
from tests.odd_notebooks.case import case
from tools.notebook import NOTEBOOKS, encode

ITEM = "reading"
_NOTHING = {digits: dict.fromkeys(points(digits), 0) for digits in ("01", "05", "10")}
_LETTERS = "# Größe, naïve, 隐藏层\n"


def saved(name: str, chapter: str, en: str, zh: str, data: Any, **more: Any) -> None:
    """A way to write the file: `data(book)` gives its bytes."""

    def change(book: Book) -> None:
        book.on_top("ex" + chapter + "a", _LETTERS if more.get("look") == "mended" else "")
        book.raw = data(book)

    case(name, ITEM, chapter, en, zh, **more)(change)


def refused(name: str, chapter: str, en: str, zh: str, data: Any, key: str, /, **values: Any) -> None:
    """A way to hand in what is no notebook of this chapter: nothing can be marked, and the reason is told.

    Args:
        key, values: of the finding; where a value is a function, it is made of the book.
    """

    def told(book: Book) -> Finding:
        return Finding(f"submission.{key}", {k: v(book) if callable(v) else v for k, v in values.items()})

    whole = _NOTHING[chapter]
    statuses = dict.fromkeys(whole, "unreadable")
    saved(name, chapter, en, zh, data, gets=whole, look="unreadable", statuses=statuses, told=told)


saved(
    "byte-order-mark",
    "01",
    "The file begins with a byte-order mark: it is read all the same.",
    "文件开头有字节顺序标记：照样能读。",
    lambda book: b"\xef\xbb\xbf" + book.data(),
    may="mended",
    of_wrong=True,
)
saved(
    "utf-16",
    "01",
    "The file was saved in UTF-16: it is read in that, and a person is told.",
    "文件存成了 UTF-16：按 UTF-16 读取，并提醒教师。",
    lambda book: book.data().decode().encode("utf-16"),
    look="mended",
    of_wrong=True,
)
saved(
    "utf-16-without-a-mark",
    "05",
    "UTF-16 without a byte-order mark: read, and told.",
    "没有字节顺序标记的 UTF-16：能读，并提醒教师。",
    lambda book: book.data().decode().encode("utf-16-be"),
    look="mended",
)
saved(
    "utf-32",
    "10",
    "The file was saved in UTF-32: read, and told.",
    "文件存成了 UTF-32：能读，并提醒教师。",
    lambda book: book.data().decode().encode("utf-32"),
    look="mended",
)
saved(
    "gbk",
    "01",
    "An editor saved the file in GBK: read, and told.",
    "编辑器把文件存成了 GBK：能读，并提醒教师。",
    lambda book: book.data().decode().encode("gb18030"),
    look="mended",
    of_wrong=True,
)
saved(
    "windows-1252",
    "05",
    "An editor saved the file in Windows' Western encoding: read, and told.",
    "编辑器把文件存成了 Windows 西欧编码：能读，并提醒教师。",
    lambda book: book.data().decode().encode("cp1252", "ignore"),
    look="mended",
)
saved(
    "zeros-at-the-end",
    "01",
    "Zero bytes follow the notebook, as after a full disk: they are left out, and told.",
    "笔记本后面跟着一串零字节，像磁盘写满时那样：忽略它们，并提醒教师。",
    lambda book: book.data() + b"\0" * 4096,
    look="mended",
    of_wrong=True,
)
saved(
    "a-second-end",
    "10",
    "The end of the file stands there twice, as after a broken synchronisation: what comes after the last brace is left out, and told.",
    "文件结尾重复了一段，像同步出错时那样：最后一个括号之后的内容忽略，并提醒教师。",
    lambda book: book.data() + b'\n "nbformat_minor": 5\n}\n',
    look="mended",
)
saved(
    "one-line",
    "05",
    "The JSON is minified, without a line break.",
    "JSON 压缩成了一行。",
    lambda book: json.dumps(book.json, separators=(",", ":")).encode(),
    of_wrong=True,
)
saved(
    "crlf-json",
    "10",
    "The file was saved with CR LF, keys in another order.",
    "文件用 CR LF 换行保存，键的顺序也不同。",
    lambda book: json.dumps(book.json, indent=4, sort_keys=True).replace("\n", "\r\n").encode(),
)
saved(
    "format-4-0",
    "01",
    "Format 4.0, cells without ids, the source of each a list of lines.",
    "4.0 格式，单元格没有 id，源码是按行的列表。",
    lambda book: _format_4_0(book),
    of_wrong=True,
)
saved(
    "format-3",
    "01",
    "Format 3 of 2013, with worksheets: read as it was then; answers are found by their names.",
    "2013 年的第 3 版格式，带 worksheet：按当时的规则读取；按名字找到答案。",
    lambda book: _format_3(book),
    of_wrong=True,
)
saved(
    "thirty-megabytes-of-outputs",
    "01",
    "The notebook has 30 MB of outputs: they are not looked at.",
    "笔记本带有 30 MB 的输出：评分不看它们。",
    lambda book: _heavy(book, 30),
)
saved(
    "fifty-five-megabytes-of-outputs",
    "05",
    "The notebook has 55 MB of outputs, more than is read: its cells alone are small, so they are read.",
    "笔记本带有 55 MB 的输出，超过了读取上限：单元格本身不大，所以只读单元格。",
    lambda book: _heavy(book, 55),
    may="mended",
)
saved(
    "chinese-edition",
    "10",
    "The Chinese edition of the chapter was handed in.",
    "交的是本章的中文版。",
    lambda book: _in_chinese(book),
    of_wrong=True,
)
refused(
    "empty",
    "01",
    "An empty file: nothing to mark, said so.",
    "空文件：没有可评的内容，会说明。",
    lambda book: b"",
    "empty",
)
refused(
    "zip",
    "05",
    "A zip archive under the notebook's name: unpack it and hand in the notebook.",
    "用笔记本的文件名交了 zip 压缩包：请解压后提交笔记本。",
    lambda book: _zipped(book),
    "archive",
    format="zip",
)
refused(
    "web-page",
    "01",
    "A page saved as HTML: download the notebook itself.",
    "保存成了 HTML 网页：请下载笔记本本身。",
    lambda book: b"<!DOCTYPE html>\n<html><body><pre>def build_mlp(): pass</pre></body></html>",
    "page",
)
refused(
    "pdf",
    "10",
    "A PDF under the notebook's name.",
    "用笔记本的文件名交了 PDF。",
    lambda book: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
    "other_format",
    format="PDF",
)
refused(
    "script",
    "05",
    "The notebook was exported as a Python script.",
    "笔记本导出成了 Python 脚本。",
    lambda book: "\n\n".join(book.answers.values()).encode(),
    "script",
)
refused(
    "cut",
    "01",
    "The upload broke off in the middle: the line is named.",
    "上传中断，文件不完整：会指出是哪一行。",
    lambda book: _lines(book, 100).rstrip(b"\n"),
    "cut",
    line=100,
)
refused(
    "merge-marks",
    "05",
    "Marks of an unfinished merge by Git: the line is named.",
    "有 Git 未完成合并的标记：会指出是哪一行。",
    lambda book: _merged(book),
    "merge_marks",
    line=101,
    marks="<<<<<<<",
)
refused(
    "another-chapter",
    "01",
    "The notebook of chapter 05 lies in the folder of chapter 01: it is named.",
    "第 05 章的笔记本放在了第 01 章的文件夹里：会指出是哪一章。",
    lambda book: encode(released("05_models_are_callable")).encode(),
    "other_chapter",
    chapter="01_introduction",
    other="05_models_are_callable",
)
refused(
    "another-course",
    "10",
    "A notebook of another course.",
    "另一门课程的笔记本。",
    lambda book: json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode(),
    "other_course",
    chapter="10_custom_layers",
)


def _format_4_0(book: Book) -> bytes:
    book.top["nbformat_minor"] = 0
    for cell in book.cells:
        del cell["id"]
        cell["source"] = cell["source"].splitlines(True)
    return book.data()


def _format_3(book: Book) -> bytes:
    cells = []
    for cell in book.cells:
        if cell["cell_type"] == "code":
            old = {"input": cell["source"], "language": "python", "collapsed": False, "outputs": [], "prompt_number": 1}
            cells.append({"cell_type": "code", "metadata": {}, **old})
        else:
            cells.append({"cell_type": "markdown", "metadata": {}, "source": cell["source"]})
    sheets = [{"cells": cells, "metadata": {}}]
    return json.dumps({"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": sheets}).encode()


def _heavy(book: Book, megabytes: int) -> bytes:
    text = ["x" * 999 + "\n"] * (megabytes * 1000)
    book.cell(book.imports)["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
    return json.dumps(book.json).encode()


def _in_chinese(book: Book) -> bytes:
    top = json.loads((NOTEBOOKS / "zh" / f"{book.chapter}.ipynb").read_text("utf-8"))
    for cell in top["cells"]:
        if cell["id"] in book.answers:
            cell["source"] = book[cell["id"]]
    return json.dumps(top, ensure_ascii=False).encode()


def _zipped(book: Book) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(book.name, book.data())
    return file.getvalue()


def _lines(book: Book, count: int) -> bytes:
    return b"".join(book.data().splitlines(True)[:count])


def _merged(book: Book) -> bytes:
    lines, k = book.data().splitlines(True), 100
    return b"".join(
        [*lines[:k], b"<<<<<<< HEAD\n", lines[k], b"=======\n", lines[k], b">>>>>>> main\n", *lines[k + 1 :]]
    )
