"""Other processors on this one: each solution under each setting; a difference is told and fails."""

import subprocess

import pytest

from tools import settings
from tools.comparison import Comparison
from tools.source import STEMS, read_all


def test_each_factor_is_tried_at_each_of_its_values():
    """Three instruction sets, oneDNN's operations with and without, one thread, two and all; one setting is the usual one."""
    found = [settings.SETTINGS[name] for name in settings.SETTINGS]
    assert {s.get("ONEDNN_MAX_CPU_ISA", "best") for s in found} == {"SSE41", "AVX2", "best"}
    assert {s.get("TF_ENABLE_ONEDNN_OPTS", "0") for s in found} == {"0", "1"}  # the kernel's own: without
    assert {s.get("TF_NUM_INTRAOP_THREADS", "all") for s in found} == {"1", "2", "all"}
    assert set(settings.JUDGED) <= settings.SETTINGS.keys()


def test_every_chapter_is_tried_under_every_setting_and_in_both_languages():
    stems = [chapter.stem for chapter in read_all()]
    found = settings.trials(list(settings.SETTINGS), stems)
    assert len({(trial.setting, trial.stem) for trial in found}) == len(found) == len(stems) * len(settings.SETTINGS)
    assert {(trial.stem, trial.lang) for trial in found} == {(stem, lang) for stem in stems for lang in ("en", "zh")}


@pytest.fixture
def tried(monkeypatch):
    """What each chapter and the judge are to give; by default as they should."""
    given = {"differing": [], "judge": 0}

    def run(trial, _folder):
        return Comparison(1.0, given["differing"] if trial.stem.startswith("05") else [], "what nbval said")

    def answers(_setting):
        return subprocess.CompletedProcess([], given["judge"], stdout="866 passed, or not")

    monkeypatch.setattr(settings.Trial, "run", run)
    monkeypatch.setattr(settings, "answers", answers)
    return given


def run(monkeypatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["settings", *arguments])
    return settings.main()


def test_what_holds_everywhere_passes(tried, monkeypatch, capsys):
    assert run(monkeypatch) == 0
    said = capsys.readouterr().out
    assert said.count("as stored") == len(STEMS) * len(settings.SETTINGS) and said.count("866 passed") == len(
        settings.JUDGED
    )
    assert "0 failed" in said


def test_a_cell_that_differs_is_named_and_fails(tried, monkeypatch, capsys):
    tried["differing"] = ["latent-nearest"]
    assert run(monkeypatch, "--setting", "sse41", "05_models_are_callable") == 1
    said = capsys.readouterr().out
    assert "latent-nearest" in said and "what nbval said" in said and "1 failed" in said and "866" not in said


def test_a_judge_that_differs_fails(tried, monkeypatch):
    tried["judge"] = 1
    assert run(monkeypatch) == 1


def test_an_unknown_chapter_is_told(monkeypatch, capsys):
    with pytest.raises(SystemExit):
        run(monkeypatch, "99_none")
    assert "no chapter 99_none" in capsys.readouterr().err
