"""`python -m tests.odd_notebooks`: grade the odd notebooks, print where a mark is not what it must be; or write the page."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KFA_LANG"] = "en"

from tests.odd_notebooks import graded, page, table


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.odd_notebooks", description=__doc__)
    parser.add_argument("--only", default="", metavar="TEXT", help="those whose name has this in it")
    parser.add_argument("--item", default="", help=f"one of {', '.join(table.ITEMS)}")
    parser.add_argument("--chapter", default="", metavar="01")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="put the class into this folder, and leave it there")
    parser.add_argument("--verbose", action="store_true", help="print what all of them get, not only differences")
    parser.add_argument("--write", action="store_true", help="write docs/odd_notebooks.md, in both languages")
    options = parser.parse_args()
    if options.write:
        for path, text in page.pages().items():
            path.write_text(text, encoding="utf-8", newline="\n")
        return 0
    chosen = [
        notebook
        for notebook in table.notebooks()
        if options.only in notebook.name
        and notebook.case.item.startswith(options.item)
        and notebook.case.chapter.startswith(options.chapter)
    ]
    with tempfile.TemporaryDirectory() as temporary:
        began = time.monotonic()
        found = graded.graded(options.keep or Path(temporary), chosen, options.workers)
        seconds = time.monotonic() - began
    failed = 0
    for notebook in chosen:
        got = found.get(notebook.name)
        wrong = graded.differences(notebook, got)
        failed += bool(wrong)
        if wrong or options.verbose:
            print(
                f"\n{notebook.case.chapter} {notebook.case.item:9} {notebook.name}: {'; '.join(wrong) or 'as it must be'}"
            )
            for exercise, texts in (got.texts if got else {}).items():
                status = f"{exercise} {got.points[exercise]} {got.statuses[exercise]}" if exercise else "look"
                print(*(f"    {status}: {text[:300]}" for text in texts), sep="\n", end="\n" if texts else "")
    slowest = sorted(((got.seconds, name) for name, got in found.items()), reverse=True)[:5]
    print("\nslowest:", ", ".join(f"{name} {seconds:.1f} s" for seconds, name in slowest))
    print(f"{len(chosen)} notebooks, {failed} not as they must be, {seconds:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
