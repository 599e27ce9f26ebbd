"""The Chinese catalogue of the course's own words: `python -m tools.messages` extracts, updates and compiles it.

Sentences are marked in the code by `_(...)` (`helpers.language.translate`) or `mark(...)`. The `.po` file is edited by
hand, the `.mo` file is made of it. With `--check` nothing is written: what is missing or stale is told.
"""

import argparse
import datetime
import io
import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from helpers import whole_file

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "helpers" / "locale" / "zh" / "LC_MESSAGES" / "kfa.po"
FOLDERS = ("helpers", "autograder", "tools")
_CHANGING = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Last-Translator',
    '"Language-Team',
    '"Report-Msgid',
    '"Generated-By',
)
"""Header lines that would differ at every run, or say nothing."""
_DAY = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""The date in the compiled header: Babel would put the minute of the compilation there."""
KEYWORDS = {"_": None, "mark": None, "translate": None}


def template() -> Catalog:
    """All marked sentences, without place: a line number in the file would change it with every edit."""
    found = Catalog(fuzzy=False)
    for folder in FOLDERS:
        for _file, _line, message, comments, _context in extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords=KEYWORDS
        ):
            found.add(message, None, auto_comments=comments)
    return found


def catalogue() -> Catalog:
    """The Chinese catalogue as it stands."""
    with CATALOGUE.open("rb") as file:
        found = read_po(file, locale="zh")
    found.creation_date = found.revision_date = _DAY
    return found


def problems() -> list[str]:
    """What is missing, left over or stale, one line each."""
    wanted = {m.id for m in template() if m.id}
    known = {m.id: m for m in catalogue() if m.id}
    found = [f"not in the catalogue: {i}" for i in wanted - set(known)]
    found += [f"no longer used: {i}" for i in set(known) - wanted]
    found += [f"no Chinese: {i}" for i, m in known.items() if not m.string or m.fuzzy]
    found += [f"other fields: {i}" for i, m in known.items() if m.string and _fields(i) - _fields(m.string)]
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    path = CATALOGUE.with_suffix(".mo")
    if not path.exists() or path.read_bytes() != compiled.getvalue():
        found.append("kfa.mo is stale: run python -m tools.messages")
    return sorted(found)


def _fields(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


def update() -> None:
    """Bring the catalogue up to date with the code and compile it; translations of unchanged sentences stay."""
    known = catalogue() if CATALOGUE.exists() else Catalog(locale="zh")
    fresh = Catalog(locale="zh", project="kfa", fuzzy=False, header_comment="# The course's own words in Chinese.")
    for message in template():
        if message.id:
            old = known.get(message.id)
            fresh.add(message.id, old.string if old else "")
    text = io.BytesIO()
    write_po(text, fresh, width=0, sort_output=True)
    kept = [line for line in text.getvalue().decode().splitlines() if not line.startswith(_CHANGING)]
    whole_file.write(CATALOGUE, "\n".join(kept) + "\n")
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    whole_file.write(CATALOGUE.with_suffix(".mo"), compiled.getvalue())  # a kernel may read it now


def merge(path: Path) -> None:
    """Take translations from another `.po` file for sentences that have none."""
    known = catalogue()
    with path.open("rb") as file:
        for message in read_po(file, locale="zh"):
            old = known.get(message.id)
            if message.id and old and not old.string:
                old.string = message.string
    with CATALOGUE.open("wb") as file:
        write_po(file, known, width=0, sort_output=True)
    update()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.messages", description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, help="PO files with translations to take over")
    parser.add_argument("--check", action="store_true", help="change nothing, only tell what is wrong")
    options = parser.parse_args()
    if not options.check:
        update()
        for path in options.files:
            merge(path)
    found = problems()
    print("\n".join(found) or "The catalogue is complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
