"""The Chinese font: small, free, and it has every character that the course writes."""

import subprocess
import sys
import warnings

import matplotlib.pyplot as plt
import pytest
from fontTools.ttLib import TTFont

from helpers import fonts
from tools.font import written


@pytest.fixture(scope="module")
def known() -> set[str]:
    return {chr(code) for code in TTFont(fonts.FILE).getBestCmap()}


def test_it_has_every_chinese_character_of_the_course(known):
    used = {c for c in written() if "\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef"}
    assert len(used) > 500 and not used - known


def test_it_is_small_and_its_licence_lies_beside_it():
    assert fonts.FILE.stat().st_size < 1_000_000
    text = (fonts.FILE.parent / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text and "Copyright" in text
    names = {record.nameID: str(record) for record in TTFont(fonts.FILE)["name"].names}
    assert names[1] == names[4] == fonts.NAME and "Noto" not in str(names) and "Source" not in str(names)


def draw(label: str, weight: str = "normal") -> None:
    figure, ax = plt.subplots(figsize=(2, 1))
    ax.set_xlabel(label, fontweight=weight)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a missing character is a warning
            figure.canvas.draw()
    finally:
        plt.close(figure)


def test_a_chinese_label_is_drawn():
    with plt.rc_context({"font.family": ["sans-serif"], "font.sans-serif": ["DejaVu Sans"]}):
        with pytest.raises(UserWarning, match="missing from font"):
            draw("训练轮次")
        fonts.register()
        fonts.register()
        draw("训练轮次 epoch，−1")
        assert plt.rcParams["font.family"] == ["sans-serif", fonts.NAME]


def test_a_bold_label_is_drawn_without_a_word(caplog):
    with plt.rc_context({"font.family": ["sans-serif"], "font.sans-serif": ["DejaVu Sans"]}):
        fonts.register()
        draw("训练轮次 epoch", "bold")
    assert not caplog.records


@pytest.mark.parametrize(("lang", "there"), [("zh", True), ("en", False)])
def test_a_chinese_chapter_has_it_at_once(lang, there):
    code = f"from autograder.notebook import start; start({lang!r}); import matplotlib; print(matplotlib.rcParams['font.family'])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert (fonts.NAME in shown) == there
