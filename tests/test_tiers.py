"""The two tiers: every test is in one of them, for a reason, and the commands of the README run them."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def commands() -> str:
    """What `make test-all` would run, without running it."""
    dry = subprocess.run(
        ["make", "-n", "test-all", "ARGS=-k router"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return dry.stdout


def test_the_tiers_are_each_others_complement():
    """What runs is chosen by the one mark, and by nothing else; what is passed on reaches both."""
    chosen = re.findall(r"-m pytest (.*) -m (\"not thorough\"|thorough) (.*?)(?: &&.*)?$", commands(), re.MULTILINE)
    assert [mark for _options, mark, _rest in chosen] == ['"not thorough"', "thorough"]
    assert chosen[0][0] == chosen[1][0] and chosen[0][2] == chosen[1][2] == "-k router"
    assert "-m tools.settings" in commands()


def test_ci_runs_both_tiers():
    called = [line.split("#")[0].split() for line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()]
    assert ["make", "test", "test-all"] in called
    assert ".ci/run" in (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")


def test_no_file_of_tests_is_overlooked():
    """pytest takes what is named test_*.py; other modules of this folder have no test."""
    for path in (ROOT / "tests").rglob("*.py"):
        if not path.name.startswith("test_"):
            source = path.read_text(encoding="utf-8")
            assert not re.search(r"^(def|class) [Tt]est_?", source, re.MULTILINE), path


def test_what_no_tier_has_is_told(tmp_path):
    """A mark that is misspelt would put a test in no tier: pytest refuses it."""
    (tmp_path / "test_sample.py").write_text("import pytest\n\n\n@pytest.mark.throrough('x')\ndef test_it(): pass\n")
    command = [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path)]
    said = subprocess.run([*command, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert said.returncode and "throrough" in said.stdout
