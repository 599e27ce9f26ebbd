"""`kfa lab` for real: one server on the learner's copy, an address that works, an orderly end."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request

import psutil
import pytest

from helpers import lab
from helpers.errors import CourseError
from helpers.workspace import Workspace
from tests.processes import PATIENCE, still_running, until

START = """
import sys
from pathlib import Path
from helpers.lab import Lab
from helpers.workspace import Workspace
workspace = Workspace("en", Path(sys.argv[1]))
workspace.update()
sys.exit(Lab(workspace, browser=False).run())
"""


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "notebooks" / "en"
    folder.mkdir(parents=True)
    notebook = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "00_setup.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return tmp_path


def fetch(url: str, token: str = "") -> bytes:
    request = urllib.request.Request(url, headers={"Authorization": f"token {token}"} if token else {})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return opener.open(request, timeout=30).read()


@pytest.mark.skipif(os.name != "posix", reason="ends the server as a terminal does, by a signal")
def test_a_session_from_start_to_end(course, tmp_path):
    """In a home that can't be written, and with a file in the learner's folder that is named like a module of Python's."""
    (course / "work" / "en").mkdir(parents=True)
    (course / "work" / "en" / "json.py").write_text("raise SystemExit('a file of the learner was imported')")
    blocked = tmp_path / "home"
    blocked.write_text("a file, so no folder can be made here")
    env = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "XDG"))}
    env |= {"HOME": str(blocked), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(course)],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Where the tests themselves run in the background of a shell, Ctrl-C is ignored, and so it would be here.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        first = process.stdout.readline()
        assert first.startswith("Open the course in a browser: http://127.0.0.1:"), first
        assert process.stdout.readline() == "Ctrl-C ends it.\n"
        address = first.split()[-1]
        base, token = address.split("/lab/tree/00_setup.ipynb?token=")
        assert b"version" in fetch(base + "/api")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            fetch(base + "/api/contents")
        names = [item["name"] for item in json.loads(fetch(base + "/api/contents", token))["content"]]
        assert "00_setup.ipynb" in names
        assert json.loads(fetch(base + "/api/kernelspecs", token))["default"] == "kfa"
        setting = "/lab/api/settings/@jupyterlab/apputils-extension:notification"
        news = json.loads(fetch(base + setting, token))["schema"]["properties"]["fetchNews"]
        assert news["default"] == "false"
        process.send_signal(signal.SIGINT)
        rest, _nothing = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert process.returncode == 0
    lines = [line for line in rest.splitlines() if line]
    assert lines == [f"JupyterLab is closing. Your work is in {course / 'work' / 'en'}."]
    with pytest.raises(OSError, match="refused"):
        fetch(base + "/api")


# JupyterLab, but for the thing itself: it says that it runs, and how it was ended.
STAND_IN = """
import signal, sys, time, types
def main():
    def end(number, frame):
        open('ended', 'w').write(str(number))
        sys.exit()
    signal.signal(signal.SIGTERM, end)
    open('begun', 'w').close()
    time.sleep(900)
sys.modules['jupyterlab.labapp'] = types.SimpleNamespace(main=main)
from helpers import server
server.main()
"""
PATCHED = f"from helpers import isolated, lab; lab.Lab._command = lambda _self: isolated.python('-c', {STAND_IN!r})\n"


@pytest.mark.skipif(os.name != "posix", reason="KILL is a signal of POSIX")
def test_a_killed_session_leaves_no_server(course):
    process = subprocess.Popen([sys.executable, "-c", PATCHED + START, str(course)], stdout=subprocess.DEVNULL)
    own = course / "work" / ".jupyter"
    try:
        until((own / "begun").exists)
        family = psutil.Process(process.pid).children(recursive=True)
    finally:
        process.kill()
        process.wait()
    assert family and not still_running(family)
    assert (own / "ended").read_text() == str(int(signal.SIGTERM))  # in order


@pytest.mark.thorough("starts JupyterLab and a kernel; a stand-in for it is killed among the quick tests")
@pytest.mark.skipif(os.name != "posix", reason="KILL is a signal of POSIX")
def test_a_killed_session_leaves_neither_jupyterlab_nor_a_kernel(course):
    env = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "XDG"))}
    env |= {"HOME": str(course / "home"), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen([sys.executable, "-c", START, str(course)], env=env, stdout=subprocess.PIPE, text=True)
    try:
        base, token = process.stdout.readline().split()[-1].split("/lab/tree/00_setup.ipynb?token=")
        headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
        wanted = urllib.request.Request(base + "/api/kernels", b'{"name": "kfa"}', headers)
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(wanted, timeout=PATIENCE).read()
        family = psutil.Process(process.pid).children(recursive=True)
    finally:
        process.kill()
        process.communicate()
    assert len(family) >= 2 and not still_running(family)


def test_a_server_that_ends_by_itself_is_told(course, monkeypatch):
    monkeypatch.setattr(lab.Lab, "_command", lambda self: [sys.executable, "-c", "raise SystemExit(3)"])
    workspace = Workspace("en", course)
    workspace.update()
    with pytest.raises(CourseError, match="ended by itself"):
        lab.Lab(workspace, browser=False).run()


def test_without_a_display_no_browser_is_opened(monkeypatch):
    monkeypatch.setattr(lab.sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not lab._has_browser()


def test_two_sessions_get_two_ports(monkeypatch):
    taken = {8888, 8889}
    monkeypatch.setattr(lab, "_free", lambda port: port not in taken)
    assert lab._free_port() == 8890
