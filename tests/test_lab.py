"""`kfa lab` for real: one server on the learner's copy, an address that works, an orderly end."""

import json
import os
import re
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
workspace = Workspace("".join(sys.argv[2:]) or "en", Path(sys.argv[1]))
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
        page = fetch(base + "/lab", token).decode()
        (config,) = re.findall(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.DOTALL)
        assert "@jupyter/nbgrader" in json.dumps(
            json.loads(config)["disabledExtensions"]
        )  # a teacher's, not a learner's
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


# JupyterLab, but for what it may start: a program that sets its standard input to non-blocking, as Node.js does.
# Then a signal reaches the thread that reads, so that its call begins anew.
NEIGHBOUR = """
import os, signal, subprocess, sys, threading, types
def main():
    subprocess.run([sys.executable, '-c', 'import os; os.set_blocking(0, False); print(len(os.read(0, 1)))'], check=True)
    signal.signal(signal.SIGUSR1, lambda number, frame: None)
    (reader,) = [thread for thread in threading.enumerate() if thread is not threading.main_thread()]
    signal.pthread_kill(reader.ident, signal.SIGUSR1)
    reader.join(2)
    print('reads on' if reader.is_alive() else 'ended')
sys.modules['jupyterlab.labapp'] = types.SimpleNamespace(main=main)
from helpers import server
server.main()
"""


@pytest.mark.skipif(os.name != "posix", reason="sends signals to a thread")
def test_what_jupyterlab_starts_shares_no_input_with_it():
    with subprocess.Popen(
        [sys.executable, "-c", NEIGHBOUR],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        lines = process.stdout.read().splitlines()  # its input is open until all is read
    assert lines == ["0", "reads on"]


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


@pytest.mark.thorough("starts JupyterLab and a kernel in Chinese; the quick tests ask where its settings come from")
def test_chinese_menus_and_a_kernel_below_a_chinese_path_and_user(tmp_path):
    course = tmp_path / "用户 张三" / "函数式 API 课程"
    (course / "notebooks" / "zh").mkdir(parents=True)
    notebook = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (course / "notebooks" / "zh" / "00_setup.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    env = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "XDG", "KFA"))}
    env |= {"HOME": str(course.parent), "USER": "张三", "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", START, str(course), "zh"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        base, token = process.stdout.readline().split()[-1].split("/lab/tree/00_setup.ipynb?token=")
        setting = json.loads(fetch(base + "/lab/api/settings/@jupyterlab/translation-extension:plugin", token))
        words = json.loads(fetch(base + "/lab/api/translations/zh_CN", token))["data"]
        headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
        wanted = urllib.request.Request(base + "/api/kernels", b'{"name": "kfa"}', headers)
        made = urllib.request.build_opener(urllib.request.ProxyHandler({})).open(wanted, timeout=PATIENCE)
        fetch(f"{base}/api/kernels/{json.loads(made.read())['id']}", token)
    finally:
        process.kill()
        process.communicate()
    assert setting["schema"]["properties"]["locale"]["default"] == "zh_CN"
    assert words["jupyterlab"]["Confirm Kernel Restart"] == ["确认重启内核"]
    assert (course / "work" / "zh" / "00_setup.ipynb").exists()


def test_menus_speak_the_readers_language_where_it_is_installed(course, monkeypatch):
    def paths(lang: str) -> list[str]:
        session = lab.Lab(Workspace(lang, course), browser=False)
        return session._environment()["JUPYTER_CONFIG_PATH"].split(os.pathsep)

    own = os.path.join("jupyter", "zh")
    assert paths("zh")[0].endswith(own) and not any(path.endswith(own) for path in paths("en"))
    monkeypatch.setattr(lab, "_speaks_chinese", lambda: False)
    assert not any(path.endswith(own) for path in paths("zh"))


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
