"""The course as a web site: `make site` writes site/en and site/zh, one page for each chapter, with stored outputs.

Nothing is run and nothing is fetched: the pages are made of `solutions/`, and need no other machine to be read.
`--out FOLDER` writes elsewhere, stems of chapters after it make pages of these alone.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from helpers import isolated
from helpers.course_map import course_map
from helpers.errors import CourseError
from helpers.language import LANGUAGES
from helpers.language import translate as _
from tools import sheet
from tools.course_pictures import PICTURES
from tools.notebook import SOLUTIONS
from tools.source import ROOT

TEXTS = ROOT / "docs" / "site"
_CONF = "from tools.site import configuration\n\nglobals().update(configuration({lang!r}))\n"
_START = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Keras functional API</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="0; url=en/index.html">
<p><a href="en/index.html">English</a> · <a href="zh/index.html" lang="zh">中文</a></p></html>
"""


def configuration(lang: str) -> dict[str, Any]:
    """What Sphinx reads in `conf.py`."""
    return {
        "project": _("The Keras functional API", lang),
        "html_title": _("The Keras functional API", lang),
        "language": {"en": "en", "zh": "zh_CN"}[lang],
        "extensions": ["myst_nb"],
        "html_theme": "furo",
        "html_theme_options": {"top_of_page_buttons": []},
        "html_static_path": [str(TEXTS / "static")],
        "html_css_files": ["site.css"],
        "html_js_files": ["copy.js"],
        "templates_path": [str(TEXTS / "templates")],
        "html_sidebars": {
            "**": [
                "sidebar/brand.html",
                "languages.html",
                "sidebar/search.html",
                "sidebar/scroll-start.html",
                "sidebar/navigation.html",
                "sidebar/scroll-end.html",
            ]
        },
        "html_context": {"kfa_languages": [("en", "English", lang == "en"), ("zh", "中文", lang == "zh")]},
        "html_show_copyright": False,
        "html_show_sphinx": False,
        "html_copy_source": False,
        "html_show_search_summary": False,  # it would fetch pages, which a browser refuses without a server
        "nb_execution_mode": "off",
        "nb_ipywidgets_js": {},
        "nb_code_prompt_show": _("Show a solution", lang),
        "nb_code_prompt_hide": _("Hide the solution", lang),
        "myst_enable_extensions": [],
        "suppress_warnings": ["myst.header"],  # a chapter's headings may go from the second level to the third
    }


def build(out: Path, lang: str, stems: list[str] | None = None) -> Path:
    """The pages of a language, below `out`.

    Args:
        stems: of chapters; None for all.

    Raises:
        CourseError: there is no such chapter, or Sphinx complains about a page.
    """
    known = sorted(path.stem for path in (SOLUTIONS / lang).glob("*.ipynb"))
    for stem in stems or []:
        if stem not in known:
            raise CourseError(_("There is no chapter {name}.", name=stem))
    target = out / lang
    with tempfile.TemporaryDirectory(prefix="kfa-") as folder:
        source = Path(folder, "source")
        source.mkdir()
        (source / "conf.py").write_text(_CONF.format(lang=lang), encoding="utf-8")
        (source / "index.md").write_text(_door(lang, set(stems or known)), encoding="utf-8")
        shutil.copytree(PICTURES, source / "pictures")
        for stem in stems or known:
            page = _page(
                json.loads((SOLUTIONS / lang / f"{stem}.ipynb").read_text(encoding="utf-8")), set(stems or known)
            )
            (source / f"{stem}.ipynb").write_text(json.dumps(page), encoding="utf-8")
        command = isolated.python("-m", "sphinx", "-qWb", "html", "-d", str(Path(folder, "doctrees")), str(source))
        result = subprocess.run(
            [*command, str(target)],
            cwd=ROOT,
            # jieba, which cuts Chinese into words, leaves a file in TMPDIR. Sphinx ends where LANG names a locale that
            # this machine lacks; a page's language is its own.
            env=os.environ | {"TMPDIR": folder, "LC_ALL": "C", "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    if result.returncode:
        raise CourseError(_("The pages can't be built: {reason}", reason=result.stderr.strip()[-2000:]))
    (target / "cheat_sheet.html").write_text(sheet.page(lang), encoding="utf-8")
    return target


def _door(lang: str, stems: set[str]) -> str:
    """The first page, with the map drawn into it, and without links to chapters that are not there."""
    text = (TEXTS / f"index.{lang}.md").read_text(encoding="utf-8")
    text = text.replace("<!-- map -->", course_map(lang)._repr_html_().replace("\n", " "))
    return re.sub(r"\[([^\]]*)\]\((\d\d_\w+)\.ipynb\)", lambda m: m[0] if m[2] in stems else m[1], text)


def _page(notebook: dict, stems: set[str]) -> dict:
    """The notebook with its solutions folded, its figures told, and without links to chapters that are not there."""
    cells = notebook["cells"]
    for place, cell in enumerate(cells):
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["metadata"]["tags"] = [*cell["metadata"].get("tags", []), "hide-input"]
        for output in cell.get("outputs", []):
            _link_pages(output.get("data", {}), stems)
        if cell["cell_type"] == "markdown":
            for stem in sorted({path.stem for path in (SOLUTIONS / "en").glob("*.ipynb")} - stems):
                cell["source"] = [line.replace(f"]({stem}.ipynb)", "]") for line in _lines(cell["source"])]
        elif any("image/png" in output.get("data", {}) for output in cell["outputs"]):
            cell["metadata"]["mystnb"] = {"image": {"alt": _told(cells[:place], cells[place + 1 :])}}
    return notebook


def _link_pages(data: dict, stems: set[str]) -> None:
    """Links of our cards lead to notebooks; here these are pages."""
    if "text/html" in data:
        data["text/html"] = re.sub(
            r'<a href="(\d\d_\w+)\.ipynb">(.*?)</a>',
            lambda m: f'<a href="{m[1]}.html">{m[2]}</a>' if m[1] in stems else m[2],
            "".join(_lines(data["text/html"])),
        )


def _told(before: list[dict], after: list[dict]) -> str:
    """What the chapter says of a figure, before it or behind it: its alternative text."""
    found = []
    for cells in (reversed(before), after):
        texts = (_plain("".join(_lines(cell["source"]))) for cell in cells if cell["cell_type"] == "markdown")
        found.append(next(texts, ""))
    return next((text for text in found if re.search("figure|图", text)), found[0])


def _plain(source: str) -> str:
    """Markdown as sentences without its signs."""
    paragraphs = [text for text in source.split("\n\n") if not text.startswith(("#", "|", "```"))]
    return re.sub(r"\]\([^)]*\)|[*`\[\]]", "", " ".join(" ".join(paragraphs).split()))


def _lines(source: str | list[str]) -> list[str]:
    return source.splitlines(keepends=True) if isinstance(source, str) else source


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.site", description=__doc__.split("\n")[0])
    parser.add_argument("stems", nargs="*", help="chapters, such as 01_introduction (default: all)")
    parser.add_argument("--out", type=Path, default=ROOT / "site")
    options = parser.parse_args(arguments)
    try:
        for lang in LANGUAGES:
            print(build(options.out, lang, options.stems or None) / "index.html")
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    (options.out / "index.html").write_text(_START, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
