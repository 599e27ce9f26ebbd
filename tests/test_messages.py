"""Every sentence of the course has its Chinese, with the same fields, and the compiled catalogue is that of the text."""

import importlib
import pkgutil

from babel.messages import Catalog

from autograder.feedback import sentences
from tools import messages


def test_the_catalogue_is_complete():
    assert messages.problems() == []


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
