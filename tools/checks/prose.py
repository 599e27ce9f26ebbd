"""The prose of a chapter: each English cell beside its Chinese twin, with the same skeleton."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from tools.source import STEMS, Cell, Chapter, Problem

_CODE = "\ufffc"  # stands for code, a formula or an image in a sentence
_CHINESE = r"\u3400-\u4dbf\u4e00-\u9fff\u3001-\u3011\uff01-\uff1f"  # hanzi and full-width marks
_ASCII_MARK = re.compile(
    rf"(?<=[{_CHINESE}])\s?([,.;:?!()]+)|([,.;:?!()]+)\s?(?=[{_CHINESE}])|(?<={_CODE})([,.;:?!]+)$"
)
_CALLOUT = re.compile(r"^\s*(:::|```)\{\w+\}", re.MULTILINE)
_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(dollarmath_plugin)


@dataclass
class Skeleton:
    """What must be equal in both languages, and the plain words, which must not."""

    headings: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    fences: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # one entry for each line of a block


def skeleton(markdown: str) -> Skeleton:
    found = Skeleton()
    for token in _PARSER.parse(markdown):
        if token.type == "heading_open":
            found.headings.append(token.tag)
        elif token.type == "fence":
            # A drawing in text may hold words of either language; a program may not.
            found.fences.append(token.info + ("\n" + token.content if "python" in token.info else ""))
        elif token.type == "html_block":
            _html(token.content, found)
            found.words += re.sub(r"<[^>]*>", "", token.content).splitlines()
        elif token.type == "inline":
            found.words += "".join(_inline(token.children or [], found)).splitlines()
    return found


def _inline(tokens: list[Token], found: Skeleton) -> Iterator[str]:
    for token in tokens:
        if token.type == "code_inline":
            found.code.append(token.content)
            yield _CODE
        elif token.type == "math_inline":
            yield _CODE
        elif token.type == "link_open":
            found.links.append(_either_language(str(token.attrGet("href"))))
        elif token.type == "image":
            found.images.append(_either_language(str(token.attrGet("src"))))
            found.alts.append(token.content)
            found.words.append(token.content)
            yield _CODE
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif token.type == "html_inline":
            _html(token.content, found)
        else:
            yield token.content


def _html(html: str, found: Skeleton) -> None:
    for tag in re.findall(r"<img\b[^>]*>", html):
        source = re.search(r"""src=["']([^"']*)""", tag)
        alt = re.search(r"""alt=["']([^"']*)""", tag)
        found.images.append(_either_language(source[1] if source else ""))
        found.alts.append(alt[1] if alt else "")
    found.links += [_either_language(url) for url in re.findall(r"""href=["']([^"']*)""", html)]


def _either_language(target: str) -> str:
    """Our own pages have one file for each language: these count as the same target."""
    if "://" in target:
        return target
    return re.sub(r"(^|/)zh(?=/)", r"\1en", target).replace(".zh.md", ".md")


def prose_problems(chapter: Chapter) -> list[Problem]:
    return [
        *twin_problems(chapter),
        *skeleton_problems(chapter),
        *punctuation_problems(chapter),
        *image_problems(chapter),
        *callout_problems(chapter),
        *link_problems(chapter),
    ]


def twin_problems(chapter: Chapter) -> list[Problem]:
    """Markdown stands in pairs: English first, its Chinese twin of the same id right after it."""
    problems = []
    cells = list(chapter.cells)
    for index, cell in enumerate(cells):
        if cell.kind != "markdown":
            continue
        before = cells[index - 1] if index else None
        after = cells[index + 1] if index + 1 < len(cells) else None
        if cell.lang == "en":
            if not (after and after.kind == "markdown" and (after.id, after.lang) == (cell.id, "zh")):
                sentence = 'the next cell must be its Chinese twin: the same id, lang="zh".'
                problems.append(Problem(chapter.stem, cell.id, sentence))
        elif cell.lang == "zh":
            if not (before and before.kind == "markdown" and (before.id, before.lang) == (cell.id, "en")):
                sentence = 'the cell before must be its English twin: the same id, lang="en".'
                problems.append(Problem(chapter.stem, cell.id, sentence))
        else:
            sentence = f'a markdown cell needs lang="en" or lang="zh", not {cell.lang!r}.'
            problems.append(Problem(chapter.stem, cell.id, sentence))
        if not cell.source.strip():
            problems.append(Problem(chapter.stem, cell.id, f"the {cell.lang} cell is empty."))
    return problems


def _twins(chapter: Chapter) -> Iterator[tuple[Cell, Cell]]:
    chinese = {cell.id: cell for cell in chapter.prose() if cell.lang == "zh"}
    for cell in chapter.prose():
        if cell.lang == "en" and cell.id in chinese:
            yield cell, chinese[cell.id]


def skeleton_problems(chapter: Chapter) -> list[Problem]:
    """Twins have the same headings, code, links and images."""
    problems = []
    for english, chinese in _twins(chapter):
        en, zh = skeleton(english.source), skeleton(chinese.source)
        for name, left, right in (
            ("heading levels", en.headings, zh.headings),
            ("code blocks", en.fences, zh.fences),
        ):
            if left != right:
                sentence = f"{name} differ: English {left}, Chinese {right}."
                problems.append(Problem(chapter.stem, english.id, sentence))
        # Word order differs between languages: what counts is which, and how often.
        for name, left, right in (
            ("inline code", en.code, zh.code),
            ("link targets", en.links, zh.links),
            ("image targets", en.images, zh.images),
        ):
            only_en, only_zh = Counter(left) - Counter(right), Counter(right) - Counter(left)
            if only_en or only_zh:
                sentence = f"{name} differ: only in English {sorted(only_en)}, only in Chinese {sorted(only_zh)}."
                problems.append(Problem(chapter.stem, english.id, sentence))
    return problems


def punctuation_problems(chapter: Chapter) -> list[Problem]:
    """Chinese has full-width punctuation: no ASCII mark touches a hanzi, outside of code and links."""
    problems = []
    for cell in chapter.prose():
        if cell.lang != "zh":
            continue
        for line in skeleton(cell.source).words:
            # An ordered item written by hand in a heading or a table keeps its ASCII dot.
            for match in _ASCII_MARK.finditer(re.sub(r"^\s*\d+(\.\d+)*\.?\s", "", line)):
                mark = match[1] or match[2] or match[3]
                around = match.string[max(0, match.start() - 6) : match.end() + 6].replace(_CODE, "…")
                sentence = f"ASCII “{mark}” beside Chinese in “{around}”: use full-width punctuation."
                problems.append(Problem(chapter.stem, cell.id, sentence))
    return problems


def image_problems(chapter: Chapter) -> list[Problem]:
    """Every image says in words what it shows."""
    return [
        Problem(chapter.stem, cell.id, f"an image of the {cell.lang} cell has no alternative text.")
        for cell in chapter.prose()
        for alt in skeleton(cell.source).alts
        if not alt.strip()
    ]


def callout_problems(chapter: Chapter) -> list[Problem]:
    """Directives show only in Sphinx; a block quote with a bold label shows everywhere."""
    return [
        Problem(chapter.stem, cell.id, "directives don't render in JupyterLab: use `> **Note:** ...`.")
        for cell in chapter.prose()
        if _CALLOUT.search(cell.source)
    ]


def link_problems(chapter: Chapter) -> list[Problem]:
    """A link to a notebook names a chapter of the course."""
    known = {f"{stem}.ipynb" for stem in STEMS}
    return [
        Problem(chapter.stem, cell.id, f"the link {target} leads to no chapter.")
        for cell in chapter.prose()
        for target in skeleton(cell.source).links
        if "://" not in target and target.split("#")[0].endswith(".ipynb") and target.split("#")[0] not in known
    ]
