"""The table as a page for instructors, in both languages: `docs/odd_notebooks.md` and `docs/odd_notebooks.zh.md`."""

from pathlib import Path

from tests.odd_notebooks.case import Case, Notebook
from tests.odd_notebooks.table import CASES, ITEMS, notebooks

_DOCS = Path(__file__).resolve().parent.parent.parent / "docs"

_TITLES = {
    "standing": ("Where the answer stands", "答案写在哪里"),
    "names": ("What the answer depends on", "答案依赖什么"),
    "settings": ("Global settings", "全局设置"),
    "magics": ("Shells, magics, and what a grader has not", "命令、魔法命令，以及评分环境里没有的东西"),
    "files": ("Files beside the notebook", "笔记本旁边的文件"),
    "reading": ("Files that are hard to read or to find", "难读或难找的文件"),
    "wrong": ("Wrong answers that look right", "看着像对的错误答案"),
}
_HEADS = {
    "en": ("Handed in like this", "Chapter", "Right answers get", "Wrong answers get", "You are told"),
    "zh": ("这样提交", "章", "正确答案得分", "错误答案得分", "提醒教师"),
}
CAUSES = {
    "unreadable": ("can't be read", "无法读取"),
    "mended": ("mended", "已修复"),
    "not_found": ("not found", "未找到"),
    "several": ("several answers", "多个答案"),
    "import_failed": ("import failed", "导入失败"),
    "killed": ("kernel ended", "内核终止"),
    "second_way": ("right at the second way", "第二种方式才对"),
    "not_graded": ("not graded", "未评分"),
    "renamed": ("renamed", "改过名"),
    "twins": ("two notebooks", "两个笔记本"),
    "files_left_out": ("files left out", "有文件未取"),
    "as_text": ("answer as text", "答案成了文本"),
}
_TOLD = {"en": "The learner reads:", "zh": "学生会看到："}
_TOP = {
    "en": """\
# Odd notebooks, and what they get

[中文](odd_notebooks.zh.md)

Learners hand in honest work in odd ways. These {count} notebooks, {right} with right answers and {wrong} with wrong ones, were made after what
instructors report of their classes; each is graded by the tests of this course (`make test-all`), and gets what stands here. The rule behind all of them: what the notebook would
have given at the check, run from top to bottom, counts. Where more than one cell could be meant, the better one of that exercise counts, and you are told.
Right answers lose points only where a row says why; wrong answers gain none. A number in bold is not the full mark.

“You are told” is the list “look at these” at the end of `kfa grade`; nothing there takes a point.
""",
    "zh": """\
# 奇特的笔记本各得多少分

[English](odd_notebooks.md)

学生常会以意想不到的方式提交认真完成的作业。下面的 {count} 个笔记本（{right} 个答案正确，{wrong} 个答案错误）取材于教师们反映的真实情况；
本课程的测试（`make test-all`）会逐一评分，结果就是表里所写。它们背后的规则只有一条：把笔记本从头到尾运行一遍，运行到检查处得到什么，就按什么评分。
如果有不止一个单元格可能是答案，就取该练习中较好的一个，并提醒教师。正确答案只有在表中写明原因时才会丢分，错误答案一分也得不到。粗体表示不是满分。

“提醒教师”是指 `kfa grade` 结尾的“请看一下”列表；列在其中不扣分。
""",
}


def pages() -> dict[Path, str]:
    """The text of each page."""
    return {_DOCS / "odd_notebooks.md": _page("en"), _DOCS / "odd_notebooks.zh.md": _page("zh")}


def _page(lang: str) -> str:
    all_ = notebooks()
    wrong = sum(notebook.wrong or notebook.case.item == "wrong" for notebook in all_)
    parts = [_TOP[lang].format(count=len(all_), wrong=wrong, right=len(all_) - wrong)]
    for item in ITEMS:
        lines = [_HEADS[lang], ("---",) * 5, *(_row(case, lang) for case in CASES if case.item == item)]
        # no answers that are right stand in the last table
        text = "\n".join(_line(cells[:2] + cells[3:] if item == "wrong" else cells) for cells in lines)
        parts.append(f"## {_TITLES[item][lang == 'zh']}\n\n{text}\n")
    return "\n".join(parts)


def _row(case: Case, lang: str) -> tuple[str, ...]:
    told = (("，" if lang == "zh" else ", ").join(CAUSES[cause][lang == "zh"] for cause in sorted(case.look)),)
    sentence = case.zh if lang == "zh" else case.en
    said = Notebook(case, False).told(lang)
    if said:
        sentence += f"<br>*{_TOLD[lang]}* {said}"
    got = [_marks(Notebook(case, wrong), lang) for wrong in (False, True)]
    whole = [got[0] if case.of_right else "", got[1] if case.of_wrong else ""]
    if case.item == "wrong":  # right answers that were spoilt: of the table's wrong ones
        whole = ["", got[0] if case.of_right else got[1]]
    return (sentence, case.chapter, *whole, *told)


def _marks(notebook: Notebook, lang: str) -> str:
    most = sum(Notebook(notebook.case, True).whole.values())
    if notebook.points is None:
        return ("not graded", "不评分")[lang == "zh"]
    score = sum(notebook.points.values())
    text = f"{score:g} / {most:g}"
    return text if notebook.wrong or notebook.case.item == "wrong" or score == most else f"**{text}**"


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
