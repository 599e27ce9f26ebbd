"""A comparison as one HTML file: sentences, both graphs to walk through together, numbers. It asks nothing of anywhere."""

from html import escape
from pathlib import Path

from autograder.comparing import card, report, walking
from autograder.comparing.compared import Comparison
from helpers.language import translate as _

_HERE = Path(__file__).parent


def page(found: Comparison) -> str:
    """The whole file."""
    graphs = walking.markup(found)
    title = escape(report.heading(found))
    script = f"<script>{walking.SCRIPT}walkTogether(document);</script>" if graphs else ""
    much = _("There is too much to show in a picture.", found.lang)
    graphs = graphs or ("" if found.same else f"<p>{escape(much)}</p>")
    kind = " same" if found.same else ""
    return (
        f'<!doctype html><html lang="{"zh-Hans" if found.lang == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'; img-src data:\">"
        f"<title>{title}</title>{card.style()}<style>{walking.STYLE}{(_HERE / 'page.css').read_text(encoding='utf-8')}</style></head>"
        f'<body><main class="kfa-diff{kind}"><h1>{title}</h1>{card.body(found)}{graphs}{card.tables(found)}'
        f"</main>{script}</body></html>"
    )
