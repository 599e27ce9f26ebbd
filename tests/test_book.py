"""The file that was handed in: what can be mended is read and told, what is no notebook is refused in words that help."""

import contextlib
import gzip
import io
import json
import socket
import threading
import zipfile

import pytest

from autograder.feedback.words import sentence
from autograder.sandbox import frames
from autograder.submissions import book, lean, submission
from tests.handed_in import edited, handed_in, released, right
from tools.notebook import NOTEBOOKS, encode

CHAPTER = "01_introduction"
OTHER = "05_models_are_callable"
DATA = handed_in(CHAPTER, right(CHAPTER))
TEXT = DATA.decode()
CHINESE = (NOTEBOOKS / "zh" / f"{CHAPTER}.ipynb").read_text("utf-8")


def told(data: bytes) -> list[str]:
    return [note.key.removeprefix("submission.") for note in submission.notebook(CHAPTER, data).notes]


def refused(data: bytes, chapter: str = CHAPTER) -> tuple[str, str]:
    """The key without its subject, and the sentence."""
    with pytest.raises(book.Unreadable) as caught:
        submission.notebook(chapter, data)
    finding = caught.value.finding
    english, chinese = (sentence(finding, lang) for lang in ("en", "zh"))
    assert "…" not in english + chinese and english != chinese
    return finding.key.removeprefix("submission."), english


def sources(data: bytes) -> list[str]:
    return [cell.source for cell in submission.notebook(CHAPTER, data).cells]


def zipped(name: str = "a.ipynb") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, DATA)
    return file.getvalue()


# What is mended


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "gb18030", "gbk"]
)
@pytest.mark.parametrize("text", [TEXT, CHINESE], ids=["english", "chinese"])
def test_a_notebook_in_another_encoding_is_read_and_that_is_told(text, encoding):
    data = text.encode(encoding, "ignore")
    assert told(data) == ["mended_encoding"] and sources(data) == sources(data.decode(encoding).encode())


@pytest.mark.parametrize("letters", ["Größe, naïve", "élève café\\n", "señor – “ñandú”", "ÄÖÜ äöü ß éèê"])
def test_accented_letters_are_not_taken_for_chinese_ones(letters):
    """In GBK an é and the letter behind it are one sign, and `é\\n` in a comment would take the next line into it."""
    text = TEXT.encode("cp1252", "ignore").decode("cp1252").replace("# 01 ·", f"# 01 · {letters} ·")
    data = text.encode("cp1252")
    assert told(data) == ["mended_encoding"] and sources(data) == sources(text.encode())


@pytest.mark.parametrize("encoding", ["mac_roman", "latin-1", "cp1250", "koi8_r", "cp1251", "mac_cyrillic"])
def test_in_an_encoding_that_nobody_names_all_code_is_read(encoding):
    """Letters of a comment may be others, but nothing else is."""
    letters = "# èêëï àé\\nПривет, это моя работа\\n# 01"
    text = TEXT.encode("ascii", "ignore").decode().replace("# 01", letters, 1)
    data = text.encode(encoding, "ignore")
    found = sources(data)
    assert told(data) == ["mended_encoding"] and found[1:] == sources(text.encode())[1:]
    lines = [cell[0].split("\n") for cell in (found, sources(text.encode()))]
    assert lines[0][2:] == lines[1][2:]


def test_a_damaged_character_of_gbk_costs_itself_alone():
    data = CHINESE.encode("gb18030").replace("模型".encode("gb18030"), b"\xff", 1)
    assert told(data) == ["mended_encoding", "mended_characters"]
    assert sources(data)[1:] == sources(CHINESE.encode())[1:]


def test_few_letters_of_chinese_are_enough():
    text = TEXT.encode("ascii", "ignore").decode().replace("# 01", "# 作业一，张三 01")
    assert sources(text.encode("gbk")) == sources(text.encode())


def test_a_damaged_character_costs_itself_alone():
    at = CHINESE.encode().index("模型".encode())
    data = CHINESE.encode()[:at] + b"\xff" + CHINESE.encode()[at + 3 :]
    assert told(data) == ["mended_characters"]
    assert sum(a != b for a, b in zip(sources(data), sources(CHINESE.encode()), strict=True)) == 1


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (b"\xef\xbb\xbf" + DATA, "mended_mark"),
        (DATA + b"\0" * 4096, "mended_end"),
        (DATA + DATA, "mended_end"),
        (DATA + b"\n<html>", "mended_end"),
        (DATA + b"\xff\xfe\0", "mended_end"),
        (DATA + b' "nbformat_minor": 5\n}\n', "mended_end"),
    ],
    ids=["mark", "zeros", "copy", "text", "bytes", "end"],
)
def test_what_stands_around_a_notebook_is_left_out_and_told(data, note):
    assert note in told(data) and sources(data) == sources(DATA)


@pytest.mark.parametrize("blank", [b"\n\n", b"\r\n", b" \t"])
def test_blanks_are_nothing_to_tell(blank):
    assert not told(blank + DATA + blank)


def test_a_line_that_was_broken_within_a_string_is_read():
    broken = TEXT.replace("After this chapter you can", "After this\nchapter you can", 1)
    assert not told(broken.encode()) and "After this\nchapter" in "".join(sources(broken.encode()))


@pytest.mark.parametrize("name", ["nbformat", "metadata", "nbformat_minor"])
def test_a_notebook_without_what_is_not_needed_is_read(name):
    raw = json.loads(DATA)
    del raw[name]
    assert sources(json.dumps(raw).encode()) == sources(DATA)


def test_headings_and_sheets_of_format_3_are_read():
    code = {"cell_type": "code", "input": ["x = 1\n", "y = 2"], "language": "python", "outputs": []}
    sheet = {"cells": [{"cell_type": "heading", "level": 2, "source": "Two"}, code], "metadata": {}}
    raw = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"kfa": {"chapter": CHAPTER}}, "worksheets": [sheet, sheet]}
    assert sources(json.dumps(raw).encode()) == ["## Two", "x = 1\ny = 2"] * 2


# What is refused


def lines(data: bytes) -> int:
    return data.count(b"\n") + 1


@pytest.mark.parametrize(
    ("data", "key", "says"),
    [
        (b"", "empty", "empty"),
        (b" \r\n", "empty", "empty"),
        (b"\0" * 5000, "empty", "empty"),
        (b"\xef\xbb\xbf", "empty", "empty"),
        (zipped(), "archive", "zip"),
        (zipped("word/document.xml"), "other_format", "Word"),
        (gzip.compress(DATA), "archive", "gzip"),
        (b"Rar!\x1a\x07\x00" + b"x" * 50, "archive", "RAR"),
        (b"x" * 257 + b"ustar\x00", "archive", "tar"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "other_format", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "other_format", "PNG"),
        (b"<!DOCTYPE html>\n<html lang=en><body>{}</body></html>", "page", "File > Download"),
        (b"\n<html>", "page", "HTML"),
        ("<html><body>作业</body></html>".encode("utf-16"), "page", "HTML"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0", "page", "HTML"),
        (b"#!/usr/bin/env python\n# coding: utf-8\n\n# In[1]:\n\nimport keras\n", "script", "Python script"),
        (b"# %%\nx = 1\n", "script", "Python script"),
        (b"import keras\n\ndef build_mlp():\n    pass\n", "script", "Python script"),
        (b"My homework is done.", "not_a_notebook", "not a notebook"),
        (b'{"doc_id": "1x"}', "not_a_notebook", "not a notebook"),
        (bytes(range(128, 256)) * 20, "not_a_notebook", "not a notebook"),
        (b"\xff\xfe" + b"\x00\xd8" * 20, "encoding", "UTF-8"),
    ],
)
def test_what_is_no_notebook_is_told_for_what_it_is(data, key, says):
    found, words = refused(data)
    assert found == key and says in words


@pytest.mark.parametrize("end", [1, 2, 17, 3000, 6000, 12_345, len(DATA) - 3])
def test_a_file_that_breaks_off_is_told_with_its_line(end):
    key, words = refused(DATA[:end])
    assert key == "cut" and f"line {lines(DATA[:end]):,}," in words


def test_a_file_that_breaks_off_within_a_character_is_told():
    whole = CHINESE.encode()
    at = whole.index("模型".encode())
    assert refused(whole[: at + 1])[0] == refused(whole[: at + 2])[0] == "cut"
    assert refused(TEXT.encode("utf-16")[:6001])[0] == "cut"


@pytest.mark.parametrize(
    "style", [("<<<<<<< HEAD", "=======", ">>>>>>> main"), ("<<<<<<< Updated upstream", "||||||| 1", "=======")]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_marks_of_a_merge_are_told_with_their_line(style, end):
    lines = TEXT.splitlines()
    key, words = refused(
        end.join([*lines[:99], style[0], lines[99], style[1], lines[99], style[2], *lines[100:]]).encode()
    )
    assert key == "merge_marks" and "Line 100 " in words and "`<<<<<<<`" in words


def test_a_file_that_was_damaged_in_the_middle_is_told_with_its_line():
    lines = TEXT.splitlines(True)
    key, words = refused("".join([*lines[:200], " }}\n", *lines[200:]]).encode())
    assert key == "broken" and "line 201 " in words


# The chapter


def test_a_notebook_of_another_chapter_says_which():
    for data in (encode(released(OTHER)).encode(), without_metadata(encode(released(OTHER)).encode())):
        key, words = refused(data)
        assert key == "other_chapter" and f"`{OTHER}`" in words and f"`{CHAPTER}`" in words


def without_metadata(data: bytes) -> bytes:
    return json.dumps(json.loads(data) | {"metadata": {}}).encode()


def test_a_notebook_that_began_as_another_chapters_is_read():
    """Its metadata are those of another one; its cells are this one's."""
    raw = json.loads(DATA)
    raw["metadata"]["kfa"]["chapter"] = OTHER
    assert sources(json.dumps(raw).encode()) == sources(DATA)


def test_an_answer_without_ids_checks_and_metadata_is_this_chapters():
    def change(cells: list[dict]) -> list[dict]:
        kept = [c for c in cells if c["cell_type"] == "code" and not c["id"].startswith("check-")]
        return [{**c, "id": f"x{k}", "metadata": {}} for k, c in enumerate(kept)]

    data = without_metadata(edited(DATA, change))
    found = {a.exercise.id: a for a in submission.read(CHAPTER, data).answers}
    assert not any(answer.missing for answer in found.values())


@pytest.mark.parametrize(
    "metadata", [None, [], {"kfa": None}, {"kfa": {"chapter": 5}}, {"kfa": {"chapter": "x" * 10**6}}]
)
def test_metadata_may_be_anything(metadata):
    assert sources(json.dumps(json.loads(DATA) | {"metadata": metadata}).encode()) == sources(DATA)


def test_another_course_is_told():
    raw = {"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "print(1)", "metadata": {}}]}
    assert refused(json.dumps(raw).encode())[0] == "other_course"


# What is large


def heavy(megabytes: int, **more: object) -> dict:
    raw = json.loads(DATA)
    text = ["x" * 999 + "\n"] * (megabytes * 1049)
    next(c for c in raw["cells"] if c["cell_type"] == "code").update(
        outputs=[{"output_type": "stream", "name": "stdout", "text": text}], **more
    )
    return raw


@pytest.mark.parametrize("indent", [None, 1], ids=["one line", "lines"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_large_notebook_is_read_without_its_outputs(indent, encoding):
    data = json.dumps(heavy(55 if encoding == "utf-8" else 28), indent=indent).encode(encoding)
    assert len(data) > book.MOST_BYTES
    assert told(data) == ["mended_outputs"] and sources(data) == sources(DATA)


@pytest.mark.parametrize(
    "more",
    [
        {"outputs": [[]] * 11_000},
        {"attachments": {str(k): "" for k in range(11_000)}},
        {"metadata": {"widgets": [{}] * 11_000}},
    ],
    ids=["outputs", "attachments", "widgets"],
)
def test_a_notebook_of_many_parts_is_read_without_them(more, monkeypatch):
    monkeypatch.setattr(book, "MOST_PARTS", 10_000)
    raw = json.loads(DATA)
    if "metadata" in more:
        raw["metadata"] |= more["metadata"]
    else:
        raw["cells"][1] |= more
    data = json.dumps(raw).encode()
    assert told(data) == ["mended_outputs"] and sources(data) == sources(DATA)


def test_a_notebook_whose_sources_are_large_is_refused():
    raw = json.loads(DATA)
    raw["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "x" * (book.MOST_BYTES + 1)})
    key, words = refused(json.dumps(raw).encode())
    assert key == "too_large" and "Clear the outputs" in words and "50 MB" in words


def test_a_large_file_that_breaks_off_is_told_with_its_line():
    data = json.dumps(heavy(55), indent=1).encode()
    assert len(data) > book.MOST_BYTES
    for end in (len(data) - 5000, len(data) - 10**6):
        assert refused(data[:end])[0] == "cut"
        assert f"line {lines(data[:end]):,}," in refused(data[:end])[1]


PLAIN = {"cells": [{"source": 'outputs": [1, 2] \\" }]', "x": 1}], "m": {"outputs ": [[1]], "Outputs": {"a": 1}}}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("name", ["outputs", "attachments", "widgets"])
@pytest.mark.parametrize(
    "value", [[], {}, [[], [{}]], {"a": ["]", "}", '"', "\\", '\\"', '\\\\"]']}, [{"outputs": [1]}, "outputs"]]
)
def test_what_is_left_out_is_a_value_by_its_name_alone(name, value, indent):
    whole = PLAIN | {"a": "\\", name: value, "b": 'x\\\\" ', "c": {name: value}, name + "2": name}
    empty = type(value)()
    expected = whole | {name: empty, "c": {name: empty}}
    text = json.dumps(whole, indent=indent)
    assert json.loads(lean.lean(text.encode())) == expected
    assert lean.lean(text.encode()).count(b"\n") == text.count("\n")


def test_what_is_no_list_stays():
    text = b'{"outputs": "a", "outputs" : 5, "x": ["outputs", "attachments"], "outputs"'
    assert lean.lean(text) == text


@pytest.mark.parametrize(
    "data",
    [
        b'{"outputs": ' + b"[" * 11_000,
        b'{"outputs": "' + b'\\"' * 11_000,
        b'{"outputs": [' + b"[]," * 6_000,
    ],
    ids=["deep", "quotes", "wide"],
)
def test_to_leave_out_takes_a_bounded_number_of_steps(data, monkeypatch):
    monkeypatch.setattr(lean, "MOST_SIGNS", 10_000)
    with pytest.raises(lean.TooMany):
        lean.lean(data)


@pytest.mark.parametrize("data", [b'"' + b"\\" * 20_000_000 + b'"', b'{"outputs"' + b" " * 20_000_000 + b"["])
def test_to_leave_out_takes_time_in_proportion(data):
    assert lean.lean(data).startswith(data[:1000])


def test_a_message_with_a_submission_may_be_large_and_no_other():
    size = frames.MAX_BYTES + 1
    with pytest.raises(frames.FrameError):
        frames.send(socket.socketpair()[0], {}, b"x" * size)
    for most in (frames.MAX_BYTES, frames.MOST_HANDED_IN):
        ours, theirs = socket.socketpair()

        def send(channel: socket.socket = ours) -> None:
            with contextlib.suppress(OSError):  # the other side did not take it
                frames.send(channel, {}, b"x" * size, most=frames.MOST_HANDED_IN)

        thread = threading.Thread(target=send)
        thread.start()
        try:
            if most == frames.MAX_BYTES:
                with pytest.raises(frames.FrameError):
                    frames.receive(theirs, most=most)
            else:
                assert len(frames.receive(theirs, most=most)[1]) == size
        finally:
            theirs.close()
            thread.join()
            ours.close()
    assert frames.MOST_HANDED_IN > book.MOST_RAW


@pytest.mark.thorough("takes 600 MB and half a minute: 55 MB are read in a quick test")
def test_the_largest_notebook_is_read_at_the_desk():
    import resource

    from autograder.sandbox.desk import MEMORY
    from autograder.submissions import marking, reading

    assert resource.getrlimit(resource.RLIMIT_DATA)[0] == resource.RLIM_INFINITY and MEMORY == 768
    data = json.dumps(heavy(190)).encode()
    desk = marking.desk()
    try:
        found = reading.read(desk, CHAPTER, data)
    finally:
        desk.close()
    assert [note.key for note in found.notes] == ["submission.mended_outputs"]
    assert [c.source for c in found.cells] == [c.source for c in submission.read(CHAPTER, DATA).cells]
