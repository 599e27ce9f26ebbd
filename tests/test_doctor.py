"""The doctor: one line for each check; what is broken is told with what to do."""

import os
import re
import subprocess
import sys

import pytest

import helpers
from helpers import datasets, kernel
from helpers import language as languages
from helpers.doctor import Line, Report
from helpers.workspace import writable

module = sys.modules["helpers.doctor"]  # `helpers.doctor` is the function


@pytest.fixture(scope="module")
def report():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KFA_LANG", "en")  # made before the first test has its own
        return helpers.doctor()


def test_one_line_for_each_check(report):
    lines = repr(report).splitlines()
    assert len(lines) == len(report.lines) == 10
    assert lines[0].startswith("[ OK ] Python 3.")
    assert lines[1].startswith("[ OK ] Keras 3.")
    assert lines[2].startswith("[ OK ] Backend tensorflow 2.")
    assert all(line.startswith(("[ OK ] ", "[ NOTE ] ", "[ FIX ] ")) for line in lines)


def test_ready_says_whether_something_is_to_fix():
    assert Report([Line("OK", "a"), Line("NOTE", "b")]).ready
    assert not Report([Line("OK", "a"), Line("FIX", "b")]).ready


def test_html_has_the_status_as_a_word_and_escapes():
    markup = Report([Line("FIX", "a <b> & `kfa lab`")])._repr_html_()
    assert ">FIX</b>" in markup
    assert "a &lt;b&gt; &amp; <code>kfa lab</code>" in markup


def test_the_function_stays_callable_after_its_module_was_imported():
    code = "import helpers.doctor, helpers; from helpers.doctor import Line; assert callable(helpers.doctor)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_old_keras(monkeypatch):
    monkeypatch.setattr(module.importlib.metadata, "version", lambda name: "3.9.2")
    line = module._keras()
    assert line.status == "FIX"
    assert "3.9.2" in line.text
    assert "3.12" in line.text


@pytest.mark.parametrize("version", ["3.12.0", "3.15.1", "4.0", "3.13.0rc1"])
def test_a_keras_that_is_new_enough(monkeypatch, version):
    monkeypatch.setattr(module.importlib.metadata, "version", lambda name: version)
    assert module._keras() == Line("OK", f"Keras {version}")


def test_another_python(monkeypatch):
    monkeypatch.setattr(module.sys, "version_info", (3, 14, 0))
    assert module._python().status == "FIX"


def test_another_backend(tmp_path):
    """In a process of its own: Keras reads the backend's name once."""
    code = "import helpers; report = helpers.doctor(); print(report); raise SystemExit(0 if report.ready else 1)"
    env = dict(os.environ, KERAS_BACKEND="numpy", KERAS_HOME=str(tmp_path))
    result = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    line = result.stdout.splitlines()[2]
    assert line.startswith("[ FIX ] Keras c")
    assert "Remove KERAS_BACKEND" in line


@pytest.mark.parametrize(
    ("setting", "wrong", "needed"),
    [("floatx", "float16", "float32"), ("image_data_format", "channels_first", "channels_last")],
)
def test_a_setting_of_keras_that_would_break_the_chapters(monkeypatch, setting, wrong, needed):
    import keras

    monkeypatch.setattr(keras.config, setting, lambda: wrong)
    line = module._backend()
    assert line.status == "FIX"
    assert f'"{setting}": "{needed}"' in line.text
    assert "keras.json" in line.text


def test_a_damaged_data_file(monkeypatch):
    monkeypatch.setattr(datasets, "verify", lambda: [("mnist.npz", False), ("photos/cat.jpg", True)])
    line = module._data()
    assert line.status == "FIX"
    assert "mnist.npz" in line.text
    assert "cat.jpg" not in line.text
    assert "git checkout" in line.text


def test_graphviz_is_never_a_fault(monkeypatch):
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    line = module._graphviz()
    assert line.status == "OK"
    assert "plot_model" in line.text
    assert "graphviz" in line.text


def test_a_home_that_cannot_be_written(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert not writable(blocked / "home")
    monkeypatch.setenv("KFA_HOME", str(blocked / "home"))
    line = module._progress()
    assert line.status == "FIX"
    assert "KFA_HOME" in line.text


def test_little_memory_and_no_disk(monkeypatch):
    import psutil

    class Little:
        available = 5e8

    monkeypatch.setattr(psutil, "virtual_memory", Little)
    assert module._memory().status == "NOTE"
    monkeypatch.setattr(module.shutil, "disk_usage", lambda path: type("Disk", (), {"free": 1e7}))
    assert module._memory().status == "FIX"


def test_the_kernel(tmp_path, monkeypatch):
    assert not kernel.registered(str(tmp_path))
    kernel.register(str(tmp_path))
    assert kernel.registered(str(tmp_path))
    monkeypatch.setattr(kernel, "registered", lambda: False)
    assert module._kernel().status == "FIX"


def test_a_check_that_breaks_is_a_finding(monkeypatch):
    def broken():
        raise RuntimeError("no such thing\nat all")

    line = module._guarded(broken)
    assert line.status == "FIX"
    assert "RuntimeError: no such thing" in line.text
    assert "\n" not in line.text


def test_in_chinese(report):
    languages.use("zh")  # the environment is put back by the fixture of all tests
    chinese = helpers.doctor()
    assert [line.status for line in chinese.lines] == [line.status for line in report.lines]
    for line in (chinese.lines[3], chinese.lines[5], chinese.lines[9]):
        assert re.search(r"[\u4e00-\u9fff]", line.text), line
