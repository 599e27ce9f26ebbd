"""The cheat sheet (`docs/cheat_sheet.md`, `.zh.md`) as one page to be printed: two columns, coloured code."""

from html import escape

from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from tools.source import ROOT

_COLOURS = HtmlFormatter(style="friendly", nowrap=True)
_STYLE = """
@page{size:A4 landscape;margin:8mm}
:root{color-scheme:light}
body{font:8.8pt/1.3 system-ui,"Noto Sans CJK SC",sans-serif;color:#1f2328;background:#fff;max-width:281mm;margin:0 auto}
main{columns:2;column-gap:6mm}p{break-after:avoid}pre,table{break-inside:avoid}
h1{font-size:13pt;margin:0 0 1mm}p{margin:1.6mm 0 .8mm}
pre{font:6.4pt/1.32 ui-monospace,"DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace;background:#f6f8fa;border:1px solid #d5d9de;
border-radius:3px;padding:1.2mm 1.6mm;margin:.8mm 0;white-space:pre-wrap}
code{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.92em}
table{border-collapse:collapse;width:100%;margin-top:2mm;font-size:8pt}
td,th{border:1px solid #d5d9de;padding:.6mm 1.6mm;text-align:left}
@media screen{body{padding:8mm}}@media screen and (max-width:800px){main{columns:1}}
"""


def sheet(lang: str) -> str:
    """Its Markdown."""
    return (ROOT / "docs" / f"cheat_sheet{'' if lang == 'en' else '.zh'}.md").read_text(encoding="utf-8")


def page(lang: str) -> str:
    """A page of its own, without a link and without a network."""
    text = "\n".join(line for line in sheet(lang).splitlines() if not line.startswith("["))
    parser = MarkdownIt("commonmark", {"highlight": _coloured}).enable("table")
    title = escape(text.splitlines()[0].removeprefix("# "))
    heading, rest = parser.render(text).split("\n", 1)
    colours = _COLOURS.get_style_defs("pre")
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}{colours}</style><body>{heading}<main>{rest}</main></body></html>\n"
    )


def _coloured(code: str, _language: str, _rest: str) -> str:
    return highlight(code, PythonLexer(), _COLOURS)
