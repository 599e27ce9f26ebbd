"""The README's pictures, taken of the real course in JupyterLab: `python -m tools.screenshots`.

`--look FOLDER [STEM ...]` takes whole built chapters instead, in both languages and themes, to be looked at.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import nbformat

from tests import answers
from tools.browser import Lab, lab
from tools.notebook import KERNEL

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
_WRONG = 0
"""Which wrong answer to ex01c the picture shows: a layer of another kind."""


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--look"]:
        look(Path(arguments[1]), arguments[2:])
    else:
        readme()
        explorer()
    return 0


def readme() -> None:
    """A chapter with a check at work: English in the light theme, Chinese in the dark one."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for lang, dark in (("en", False), ("zh", True)):
        with tempfile.TemporaryDirectory() as folder:
            _with_wrong_answer(lang, Path(folder) / "01_introduction.ipynb")
            with lab(Path(folder), dark=dark, width=1180, height=1000) as shown:
                shown.open("01_introduction.ipynb")
                shown.run_all()
                check = shown.page.locator(".jp-Cell:has(.kfa-card.no)").last
                check.scroll_into_view_if_needed()
                shown.page.evaluate("c => c.scrollIntoView({block: 'end'})", check.element_handle())
                shown.page.wait_for_timeout(1500)
                shown.page.screenshot(path=PICTURES / f"check-{lang}.png")


_EXPLORER = """
import keras
from keras import layers
import helpers
from helpers import datasets, language
language.use({lang!r})
keras.utils.set_random_seed(3)
image = keras.Input((28, 28, 1), name="image")
x = layers.Conv2D(16, 3, activation="relu", name="edges")(image)
x = layers.Conv2D(8, 3, activation="relu", name="shapes")(layers.MaxPooling2D(2, name="half")(x))
encoder = keras.Model(image, layers.GlobalMaxPooling2D(name="code")(x), name="encoder")
left, right = keras.Input((28, 28, 1), name="left"), keras.Input((28, 28, 1), name="right")
both = layers.Concatenate(name="both")([encoder(left), encoder(right)])
mixed = layers.Add(name="skip")([layers.Dense(16, activation="relu", name="mixed")(both), both])
same = layers.Dense(1, activation="sigmoid", name="same_digit")(mixed)
twins = keras.Model([left, right], same, name="twins")
digits = datasets.mnist()[1][0][:20, ..., None] / 255
"""


def explorer() -> None:
    """The model explorer with a nested model open: English in the light theme, Chinese in the dark one."""
    for lang, dark in (("en", False), ("zh", True)):
        with tempfile.TemporaryDirectory() as folder:
            sources = (_EXPLORER.format(lang=lang), "helpers.explore(twins, [digits[:10], digits[10:]])")
            cells = [nbformat.v4.new_code_cell(source) for source in sources]
            kernel = {"kernelspec": {"name": KERNEL, "display_name": KERNEL}}
            nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), Path(folder) / "explorer.ipynb")
            with lab(Path(folder), dark=dark, width=1180, height=1200) as shown:
                shown.open("explorer.ipynb")
                shown.run_all()
                root = shown.page.locator(".kfa-explorer")
                root.locator("[data-node='2'] .turn").click()
                root.locator("[data-node='2/1']").click()
                root.locator(".panel canvas").first.wait_for()
                shown.page.wait_for_timeout(500)
                root.screenshot(path=PICTURES / f"explorer-{lang}.png")


def _with_wrong_answer(lang: str, path: Path) -> None:
    """The student edition up to ex01c's check, with a wrong answer to it."""
    notebook = nbformat.read(ROOT / "notebooks" / lang / "01_introduction.ipynb", 4)
    for place, cell in enumerate(notebook.cells):
        if cell.id == "ex01c":
            cell.source = answers.wrong("ex01c")[_WRONG].source.rstrip()
        if cell.id == "check-ex01c":
            del notebook.cells[place + 1 :]
            break
    nbformat.write(notebook, path)


def look(target: Path, stems: list[str]) -> None:
    """Screenshots of whole solutions as JupyterLab shows them, a page at a time."""
    target.mkdir(parents=True, exist_ok=True)
    for dark in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            for lang in ("en", "zh"):
                shutil.copytree(ROOT / "solutions" / lang, Path(folder) / lang)
            with lab(Path(folder), dark=dark) as shown:
                for lang in ("en", "zh"):
                    for path in sorted((Path(folder) / lang).glob("*.ipynb")):
                        if not stems or path.stem in stems:
                            _pages(
                                shown,
                                f"{lang}/{path.name}",
                                target / f"{path.stem}-{lang}-{'dark' if dark else 'light'}",
                            )


def _pages(shown: Lab, notebook: str, target: Path) -> None:
    shown.page.set_viewport_size({"width": 1100, "height": 3000})
    shown.open(notebook)
    scroller = shown.page.locator(".jp-WindowedPanel-outer").first
    height = scroller.evaluate("e => e.scrollHeight")
    for page, top in enumerate(range(0, height, 2800)):
        scroller.evaluate("(e, top) => e.scrollTo(0, top)", top)
        shown.page.wait_for_timeout(700)
        shown.page.screenshot(path=f"{target}-{page}.png")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
