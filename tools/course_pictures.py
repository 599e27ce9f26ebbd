"""The map of the course as files for the README and the site: `python -m tools.course_pictures` draws them anew."""

from pathlib import Path

from helpers.course_map import course_map
from helpers.language import LANGUAGES
from tools.source import ROOT

PICTURES = ROOT / "docs" / "pictures"


def place(lang: str) -> Path:
    return PICTURES / f"map-{lang}.svg"


if __name__ == "__main__":
    for lang in LANGUAGES:
        course_map(lang).save(place(lang))
