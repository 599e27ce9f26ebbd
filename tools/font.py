"""The course's Chinese font, a small part of Noto Sans CJK: `python -m tools.font NotoSansCJK-Regular.ttc`.

The source is Debian's package fonts-noto-cjk. Kept are ASCII, punctuation, the characters of GB 2312, level 1, which are
nearly all that a text on this subject uses, and what the course writes beyond them. The licence asks that a changed font
has another name.
"""

import argparse
import sys
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

from helpers.fonts import FILE, NAME
from tools import messages
from tools.source import ROOT

_FACE = "Noto Sans CJK SC"


def written() -> str:
    """What the chapters and messages are written with."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "chapters").glob("*.py"))]
    return "".join(texts) + "".join(str(message.string) for message in messages.catalogue())


def characters() -> str:
    """What the font holds."""
    # GB 2312 has its common characters, by pronunciation, in rows 16 to 55; signs and letters in 1 to 9.
    rows = [*range(1, 10), *range(16, 56)]
    pairs = (bytes([0xA0 + row, 0xA0 + cell]) for row in rows for cell in range(1, 95))
    chinese = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    latin = "".join(chr(c) for c in range(0x20, 0x180) if unicodedata.category(chr(c))[0] != "C")
    return latin + "‘’“”–—…×·→←↑↓≈≤≥" + chinese + "".join(sorted(set(written())))


def make(source: Path, target: Path) -> None:
    """Write the part of `source`, a collection that holds the face, to `target`."""
    face = next(f for f in TTCollection(source).fonts if f["name"].getDebugName(4).startswith(_FACE))
    options = subset.Options(
        layout_features=["kern"], name_IDs=[0, 1, 2, 4, 6, 13, 14], hinting=False, desubroutinize=True
    )
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters())
    cutter.subset(face)
    for record in face["name"].names:
        if record.nameID in (1, 4):
            record.string = NAME
        elif record.nameID == 6:
            record.string = NAME.replace(" ", "")
    face["CFF "].cff.fontNames[0] = NAME.replace(" ", "")
    top = face["CFF "].cff.topDictIndex[0]
    top.FullName = top.FamilyName = NAME
    face.save(target)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.font", description=__doc__.split("\n")[0])
    parser.add_argument("source", type=Path)
    make(parser.parse_args().source, FILE)
    print(f"{FILE.name}: {FILE.stat().st_size / 1000:.0f} KB, {len(set(characters()))} characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
