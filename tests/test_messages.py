"""Every sentence of the course has its Chinese, with the same fields, and the compiled catalogue is that of the text."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

from babel.messages import Catalog

import autograder
from autograder.exercises import every
from autograder.feedback import sentences
from tests import answers
from tools import messages


def test_the_catalogue_is_complete():
    assert messages.problems() == []


def _hidden(source: str) -> list[int]:
    """Lines on which a sentence is marked within an f-string, where what extracts sentences doesn't find it."""
    strings = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr))
    calls = (node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call))
    marked = (call for call in calls if getattr(call.func, "id", "") in messages.KEYWORDS)
    return [call.lineno for call in marked if any(isinstance(a, ast.Constant) for a in call.args)]


def test_no_sentence_is_hidden_from_the_catalogue():
    assert _hidden("f'{_(\"a\")}'") == [1] and _hidden("f'{_(a)}'") == []
    files = [path for folder in messages.FOLDERS for path in (messages.ROOT / folder).rglob("*.py")]
    assert files and [str(path) for path in files if _hidden(path.read_text("utf-8"))] == []


def _with(monkeypatch, sentence, chinese):
    found = messages.catalogue()
    if sentence in found:
        found[sentence].string = chinese
    else:
        found.add(sentence, chinese)
    monkeypatch.setattr(messages, "catalogue", lambda: found)
    return messages.problems()


def test_what_is_wrong_is_found(monkeypatch):
    known = next(m.id for m in messages.catalogue() if m.id and "{" in m.id)
    assert any("no longer used: Never said." in p for p in _with(monkeypatch, "Never said.", "从未说过。"))
    assert any(f"no Chinese: {known}" in p for p in _with(monkeypatch, known, ""))
    assert any(f"other fields: {known}" in p for p in _with(monkeypatch, known, "没有字段"))


def test_a_new_sentence_is_found(monkeypatch):
    fresh = Catalog()
    for message in messages.template():
        fresh.add(message.id)
    fresh.add("A new sentence.")
    monkeypatch.setattr(messages, "template", lambda: fresh)
    assert "not in the catalogue: A new sentence." in messages.problems()


def test_each_key_has_one_sentence():
    parts = [
        importlib.import_module(f"{sentences.__name__}.{subject.name}").SENTENCES
        for subject in pkgutil.iter_modules(sentences.__path__)
    ]
    assert sum(map(len, parts)) == len(sentences.SENTENCES)


def _keys_in_the_code():
    """Every text of our modules that looks like a finding's key; sentences themselves apart."""
    subjects = {key.split(".")[0] for key in sentences.SENTENCES}
    for path in Path(autograder.__file__).parent.rglob("*.py"):
        if path.parent.name == "sentences":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.fullmatch(r"[a-z]+\.[a-z_]+", text) and text.split(".")[0] in subjects:
                yield text


def test_every_key_in_the_code_has_a_sentence_and_every_sentence_its_key():
    found = set(_keys_in_the_code()) - {
        "model.keras",
        "model.output",
    }  # files, an attribute
    assert found <= set(sentences.SENTENCES)
    made = {f"{key}_everywhere" for key in found}
    made |= {f"graph.{side}{end}" for side in ("input", "output") for end in ("s_list", "_dict")}
    # keys that are put together in the code: a wrong answer shows them
    shown = {wrong.key for exercise in every() for wrong in answers.wrong(exercise.id)}
    assert set(sentences.SENTENCES) - found - shown <= made
