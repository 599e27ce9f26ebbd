"""Files that are hard to find: another name, two of them, formats of other tools."""

from tests.odd_notebooks.book import Book
from tests.odd_notebooks.case import case

ITEM = "reading"


def renamed(name: str, chapter: str, file: str, en: str, zh: str, **more: object) -> None:
    """A way to call the file; "{}" stands for the chapter."""

    def change(book: Book) -> None:
        book.name = file.format(book.chapter)

    case(name, ITEM, chapter, en, zh, look="renamed", **more)(change)


renamed(
    "downloaded-twice",
    "01",
    "{} (1).ipynb",
    "The browser called it `… (1).ipynb`: found by its content, and told.",
    "浏览器把它命名为 `… (1).ipynb`：按内容找到，并提醒教师。",
    of_wrong=True,
)
renamed(
    "copied-in-jupyter",
    "05",
    "{}-Copy1.ipynb",
    "JupyterLab called it `…-Copy1.ipynb`: found, and told.",
    "JupyterLab 把它命名为 `…-Copy1.ipynb`：能找到，并提醒教师。",
)
renamed(
    "untitled",
    "10",
    "Untitled.ipynb",
    "It is called `Untitled.ipynb`: found by what the notebook says of itself.",
    "文件名是 `Untitled.ipynb`：按笔记本自带的信息找到。",
    of_wrong=True,
)
renamed(
    "named-after-its-author",
    "05",
    "Müller, Jan - 作业 5.ipynb",
    "It is called after its author, with a comma, an umlaut and Chinese in it: found, and told.",
    "以作者名字命名，带逗号、变音字母和汉字：能找到，并提醒教师。",
)


@case(
    "twins-of-one-content",
    ITEM,
    "01",
    "Two files of the same content and none of the right name: one counts, and a person is told.",
    "两个内容相同的文件，都不是规定的文件名：取其中一个计分，并提醒教师。",
    look={"renamed"},
    may="twins",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.name = f"{book.chapter} (1).ipynb"
    book.files[f"{book.chapter} (2).ipynb"] = book.data()


@case(
    "twins-that-differ",
    ITEM,
    "05",
    "Two different notebooks of the chapter, none of the right name: nobody knows which is meant, so it is not graded, and a person decides.",
    "本章有两个不同的笔记本，都不是规定的文件名：无法知道该评哪个，所以不评，由教师决定。",
    gets=None,
    look="twins",
)
def _(book: Book) -> None:
    book.name = "final.ipynb"
    book.files["final2.ipynb"] = book.data().replace(b"average", b"maximum")


@case(
    "old-copy-beside",
    ITEM,
    "10",
    "An older copy lies beside the notebook: the one of the right name counts.",
    "旁边有一份旧副本：以文件名正确的那份为准。",
    may="twins",
    of_wrong=True,
)
def _(book: Book) -> None:
    book.files[f"{book.chapter}-Copy1.ipynb"] = book.data().replace(b"add_weight", b"old_weight")


@case(
    "litter",
    ITEM,
    "01",
    "`.DS_Store`, `Thumbs.db`, `__MACOSX`, `~$` files lie beside it: nothing is said of them.",
    "旁边有 `.DS_Store`、`Thumbs.db`、`__MACOSX`、`~$` 文件：一概不提。",
)
def _(book: Book) -> None:
    litter = (".DS_Store", "Thumbs.db", "desktop.ini", f"__MACOSX/._{book.name}", f"~${book.name}", f"._{book.name}")
    book.files |= dict.fromkeys(litter, b"\0\1")
