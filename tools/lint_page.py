"""The page of all rules of `lint`, docs/lint.md and docs/lint.zh.md: `python -m tools.lint_page` writes it anew.

With `--check` nothing is written: what is stale is told.
"""

import argparse
import re
from itertools import groupby
from pathlib import Path

from autograder.doubts import rules
from autograder.doubts.doubt import RULES, WASTE, Rule
from helpers.language import mark
from helpers.language import translate as _

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"en": ROOT / "docs" / "lint.md", "zh": ROOT / "docs" / "lint.zh.md"}
FAMILIES = {
    "head": mark("The end of the model"),
    "loss": mark("The loss"),
    "labels": mark("Labels"),
    "metric": mark("Metrics"),
    "activation": mark("Activations"),
    "norm": mark("Normalisation and dropout"),
    "freeze": mark("What learns"),
    "optimizer": mark("The optimizer"),
    "init": mark("How weights begin"),
    "size": mark("Sizes"),
    "sequence": mark("Texts and sequences"),
    "wiring": mark("What leads where"),
    "input": mark("Inputs"),
}
"""Families by the first part of their rules' names; `autograder.doubts.rules` has a module for each."""
_INTRODUCTION = mark(
    "`lint(model)` looks at a model before it is trained, and `lint(model, (x, y))` at its data, too. Each finding names a "
    "place, a reason and a remedy; it is a doubt, not a verdict. `lint(model).intended(1)` keeps the first one as meant so.\n\n"
    "In a notebook: `from autograder import lint`. In a terminal: `kfa lint model.keras` or `kfa lint script.py`.\n\n"
    "There are {count} rules. In their sentences `A` is the layer to look at first, `B` another one, and … a value."
)
_LOOKS = {"graph": mark("the graph"), "compile": mark("`compile`"), "data": mark("the first batch")}


def page(lang: str) -> str:
    """The page in a language."""
    title, origin = (
        _("What `lint` looks for", lang),
        _("Generated from the registry by `python -m tools.lint_page`.", lang),
    )
    lines = [f"# {title}", "", _(_INTRODUCTION, lang, count=len(RULES)), "", f"<!-- {origin} -->", ""]
    for family, members in groupby(RULES.values(), lambda rule: rule.id.partition(".")[0]):
        lines += [f"## {_(FAMILIES[family], lang)}", ""]
        for rule in members:
            lines += [*_entry(rule, lang), ""]
    return "\n".join(lines).rstrip() + "\n"


def _entry(rule: Rule, lang: str) -> list[str]:
    comma = "、" if lang == "zh" else ", "
    looks = comma.join(_(_LOOKS[need], lang) for need in rule.needs)
    cost = (
        _(" Only said of a model that is compiled: it costs, and breaks nothing.", lang) if rule.level == WASTE else ""
    )
    gap = "" if lang == "zh" else " "
    return [
        f"### `{rule.id}`",
        "",
        gap.join(_plain(_(words, lang)) for words in (rule.says, rule.because, rule.remedy)) + cost,
        "",
        _("Looks at: {what}. Source: {sources}.", lang, what=looks, sources="; ".join(rule.sources)),
    ]


def _plain(words: str) -> str:
    """A sentence without its fields."""
    words = words.replace("{layer}", "A").replace("{other}", "B")
    return re.sub(r"\{\w+\}", "…", words)


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or tell which are stale."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args(arguments).check
    stale = [path for lang, path in PAGES.items() if not path.exists() or path.read_text("utf-8") != page(lang)]
    for path in stale:
        print(path.relative_to(ROOT))
        if not check:
            path.write_text(page("zh" if path.name.endswith(".zh.md") else "en"), encoding="utf-8")
    return 1 if check and stale else 0


assert rules  # imported for what it enters into the registry

if __name__ == "__main__":
    raise SystemExit(main())
