"""Random streams: each by its name, none by a number, and none in step with another."""

from pathlib import Path

from autograder.asking.streams import stream

ROOT = Path(__file__).resolve().parent.parent


def test_a_name_has_numbers_of_its_own():
    names = [("rows",), ("logits",), ("rows", 1), ("rows", 2), ("row", "s")]
    drawn = [tuple(stream(seed, *name).integers(0, 2**31, 4)) for seed in (1, 2) for name in names]
    assert len(set(drawn)) == len(drawn)
    assert drawn == [tuple(stream(seed, *name).integers(0, 2**31, 4)) for seed in (1, 2) for name in names]


def test_no_stream_has_a_number_for_a_name():
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "autograder").rglob("*.py")}
    numbered = [path.name for path, source in sources.items() if "default_rng([" in source]
    assert numbered == ["streams.py"]
