"""The map of the course: every chapter, no circle, routes that leave out nothing that they need."""

import re

import pytest

from helpers import contents, course_map
from helpers.course_map import NEEDS, needed
from helpers.errors import CourseError
from helpers.language import LANGUAGES
from helpers.workspace import ROOT
from tools import course_pictures
from tools.source import STEMS, read


def known(lang):
    return contents.chapters(ROOT / "notebooks" / lang)


def test_every_chapter_stands_in_the_map_and_builds_on_earlier_ones():
    assert list(NEEDS) == [stem[:2] for stem in STEMS]
    assert all(other < number for number, others in NEEDS.items() for other in others)
    # no arrow that a longer way implies
    assert all(not needed(one) & set(others) for others in NEEDS.values() for one in others)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_route_has_all_that_its_chapters_build_on(lang):
    for words, numbers in contents.routes(known(lang), lang):
        assert set().union(*map(needed, numbers)) <= set(numbers), words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_chapter_00_tells_the_same_routes_and_hours(lang):
    cell = next(c for c in read("00_setup").prose() if c.id == "map-routes" and c.lang == lang)
    told = re.findall(r"^- \*\*(.+?)\*\*.*?(\d+)", cell.source, re.MULTILINE)
    minutes = {c.number: c.minutes for c in known(lang)}
    routes = contents.routes(known(lang), lang)
    assert told == [(words, f"{sum(minutes[n] for n in numbers) / 60:.0f}") for words, numbers in routes]
    evening = re.findall(r"\[(\d\d)\]", cell.source.split("\n- ")[1])
    assert ["00", *evening] == list(routes[0][1])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_stored_pictures_are_of_this_course(lang):
    picture = course_map.course_map(lang)
    assert course_pictures.place(lang).read_text("utf-8") == picture.svg, (
        "python -m tools.course_pictures draws it anew"
    )
    assert all(f"{c.title}  {c.minutes}" in picture.text and str(c.minutes) in picture.svg for c in known(lang))


def test_without_chapters_there_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(course_map, "ROOT", tmp_path)
    with pytest.raises(CourseError, match="repository"):
        course_map.course_map("en")
