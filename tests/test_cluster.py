"""`kfa grade --scheduler`: a Dask cluster on this machine gives the marks that it gives without, whoever dies.

Its workers have no nanny, where nothing else is said: a nanny would bring a killed worker back, and what is tested is
that the others do without it.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import dask
import distributed
import psutil
import pytest
from distributed.client import Client

from autograder import cli
from autograder.pools import cluster, grading, members, remote
from autograder.pools import scheduler as line
from autograder.pools.grading import Settings
from autograder.pools.pool import NotGraded
from autograder.sandbox import own_folder
from tests import needs
from tests.handed_in import handed_in, place, right, task, wrong
from tests.processes import PATIENCE, still_running, until

CHAPTER = "01_introduction"
ROOT = Path(__file__).resolve().parent.parent
NO_SANDBOX = "from autograder.pools import remote; remote._asked.append('no namespaces')"


@pytest.fixture(scope="module", autouse=True)
def _sandbox():
    needs.sandbox()


@contextmanager
def daemon(name: str, *options: str, cwd: Path = ROOT) -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{name}", "--host", "127.0.0.1", "--no-dashboard", *options]
    env = os.environ | ({"PYTHONPATH": str(cwd)} if cwd != ROOT else {})
    process = subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.kill()
        process.wait()
        for other in family:  # a nanny's worker
            if other.is_running():
                other.kill()
        assert not still_running(family)
        own_folder.sweep()  # what a killed worker leaves goes with the next grader


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory) -> Iterator[str]:
    """The address of a scheduler without workers."""
    file = tmp_path_factory.mktemp("dask") / "scheduler.json"
    with daemon("scheduler", "--port", "0", "--scheduler-file", str(file)):
        until(lambda: file.exists() and file.read_text().endswith("}"))
        yield json.loads(file.read_text())["address"]


@pytest.fixture
def folder(tmp_path) -> Path:
    """Eight submissions of chapter 01, right and wrong by turns."""
    for k in range(8):
        place(tmp_path / "in", f"s{k}", CHAPTER, handed_in(CHAPTER, (right if k % 2 else wrong)(CHAPTER, k)))
    return tmp_path / "in"


@contextmanager
def worker(scheduler: str, tmp_path: Path, *options: str, cwd: Path = ROOT) -> Iterator[subprocess.Popen]:
    own = [] if "--nanny" in options else ["--no-nanny"]
    directory = ["--local-directory", str(tmp_path / "dask")]
    with daemon("worker", scheduler, "--nthreads", "1", *own, *directory, *options, cwd=cwd) as process:
        yield process


def free_address() -> str:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{server.getsockname()[1]}"


def without_times(marks: list[dict]) -> list[dict]:
    return [m | {"seconds": 0} for m in marks]


def results(scheduler: str, *students: str, say: Callable[[str], object] = lambda _text: None) -> dict[str, object]:
    pool = cluster.ClusterPool(scheduler, say=say)
    try:
        tasks = [task(CHAPTER, student=name) for name in students]
        return {t["student"]: result for t, result in pool.results(tasks, lambda _task: b"no notebook")}
    finally:
        pool.close()


# Workers that come, refuse and die


@pytest.mark.thorough("half a minute of a cluster; a killed local worker is a quick test")
def test_a_killed_worker_costs_time_alone(scheduler, folder, tmp_path):
    """The cluster grows while it grades, one of its workers has no sandbox, and one is killed at work."""
    expected = grading.grade(folder, Settings(tmp_path / "here.json")).marks
    out = tmp_path / "there.json"
    head = (tmp_path / "here.json.journal").read_bytes().split(b"\n")[0] + b"\n"
    out.with_name("there.json.journal").write_bytes(head)  # the same draws
    killed: list[psutil.Process] = []

    with (
        worker(scheduler, tmp_path) as first,
        worker(scheduler, tmp_path, "--name", "bare", "--preload", NO_SANDBOX),
        Client(scheduler, set_as_default=False) as client,
    ):
        until(lambda: len(client.nthreads()) == 2)
        (bare,) = [w for w, info in client.scheduler_info()["workers"].items() if info["name"] == "bare"]
        more = worker(scheduler, tmp_path)

        def progress(done: int, all_: int, _left: float) -> None:
            if done == 0:
                more.__enter__()
            at_work = [address for address, keys in client.processing().items() if keys]
            assert bare not in at_work
            pids = client.run(os.getpid)
            if 0 < done < all_ and not killed and len(at_work) == 2:
                assert first.pid in pids.values()
                process = psutil.Process(first.pid)
                killed.extend([process, *process.children(recursive=True)])
                process.send_signal(signal.SIGKILL)

        try:
            report = grading.grade(folder, Settings(out, scheduler=scheduler), progress)
        finally:
            more.__exit__(None, None, None)
    assert len(killed) > 2, "two had work, and the one that was killed had a worker and its warm process"
    assert report.complete
    assert without_times(report.marks) == without_times(expected)
    assert [m["score"] for m in report.marks] == [0, 10] * 4
    assert not still_running(killed)


# Sent as code, not by name: a worker would load this module, and all that it imports, each time.
die = eval("lambda *_all: __import__('os').kill(__import__('os').getpid(), 9)", {"__name__": "__main__"})


@pytest.mark.thorough("a cluster that dies; the local pool gives up in a quick test")
def test_a_submission_of_which_every_worker_dies_is_given_up(scheduler, tmp_path, monkeypatch):
    """This worker has a nanny, so there is one again each time."""
    monkeypatch.setattr(remote, "grade", die)
    with worker(scheduler, tmp_path, "--nanny"):
        found = results(scheduler, "ada")
    assert isinstance(found["ada"], NotGraded) and "died" in str(found["ada"])


def test_a_worker_that_must_not_grade_refuses(scheduler, tmp_path, monkeypatch):
    with (
        worker(scheduler, tmp_path, "--preload", NO_SANDBOX),
        Client(scheduler, set_as_default=False) as client,
    ):
        until(client.nthreads)
        found = results(scheduler, "ada", "ben")
        assert all(isinstance(r, NotGraded) and "no sandbox (no namespaces)" in str(r) for r in found.values())
        ours = remote.edition()
        # whoever asks all the same
        asked = client.submit(remote.grade, b"no notebook", task(CHAPTER), True, ours, pure=False).result(
            timeout=PATIENCE
        )
        assert asked["unfit"] == {"sandbox": "no namespaces"} and "marks" not in asked

        monkeypatch.setattr(remote, "edition", lambda: ours | {"course": "another"})
        text = str(results(scheduler, "ada")["ada"])
        assert f"another edition of the course ({ours['course']}, here is another)" in text
        monkeypatch.setattr(remote, "edition", lambda: ours | {"keras": "2.15.0"})
        assert f"has keras {ours['keras']}, here is 2.15.0" in str(results(scheduler, "ada")["ada"])
        asked = client.submit(remote.grade, b"", task(CHAPTER), False, remote.edition()).result(timeout=PATIENCE)
        assert asked["unfit"]["differs"] == "keras" and "marks" not in asked


def test_workers_without_the_course_are_told(scheduler, tmp_path):
    hidden = "import sys; sys.modules['autograder'] = None"
    with worker(scheduler, tmp_path, "--preload", hidden):
        assert "can't load the course" in str(results(scheduler, "ada")["ada"])


def test_a_worker_that_is_left_out_is_told_by_name(scheduler, folder, tmp_path, monkeypatch):
    """Also while others grade. One has no sandbox, the files of another one were changed since it was started."""
    stale = tmp_path / "stale"
    for name in ("autograder", "helpers", "notebooks"):
        shutil.copytree(ROOT / name, stale / name)
    said: list[str] = []
    with (
        worker(scheduler, tmp_path, "--name", "bare", "--preload", NO_SANDBOX),
        worker(scheduler, tmp_path, "--name", "stale", "--preload", LOADED, cwd=stale),
        Client(scheduler, set_as_default=False) as client,
    ):
        until(lambda: len(client.nthreads()) == 2)
        (loaded,) = set(client.run(_loaded).values()) - {None}
        assert loaded == remote.edition()["course"]  # as it is here
        with (stale / "autograder" / "judging" / "judge.py").open("a") as file:
            file.write("# a newer edition")
        found = results(scheduler, "ada", say=said.append)
    assert isinstance(found["ada"], NotGraded) and len(said) == 2
    assert any("left out: bare (tcp://127.0.0.1:" in text and "no sandbox" in text for text in said)
    changed = f"here is {remote.edition()['course']}): bring its files up to date, then start it anew"
    assert any("left out: stale (tcp://" in text and changed in text for text in said)


LOADED = "from autograder.pools import remote"
_loaded = eval(
    "lambda: getattr(__import__('sys').modules.get('autograder.pools.remote'), 'edition', dict)().get('course')",
    {"__name__": "__main__"},
)


# No cluster


def told(capsys, folder: Path, address: str, lang: str) -> str:
    """What `kfa grade` says in one sentence."""
    arguments = ["grade", str(folder), "--json", str(folder / "marks.json"), "--scheduler", address, "--lang", lang]
    assert cli.main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == "" and "Traceback" not in said.err
    return said.err


def test_a_scheduler_without_workers_is_told(scheduler, folder, capsys, monkeypatch):
    monkeypatch.setattr(members, "WITHOUT", 1.5)
    assert f"No worker of the Dask scheduler at {scheduler}" in told(capsys, folder, scheduler, "en")
    assert f"{scheduler} 上的 Dask 调度器已有" in told(capsys, folder, scheduler, "zh")


def test_an_address_where_no_scheduler_is(folder, capsys, monkeypatch):
    monkeypatch.setattr(line, "CONNECT", 1.0)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        for address in (free_address(), f"tcp://127.0.0.1:{silent.getsockname()[1]}", "nonsense://x:1", "127.0.0.1:x"):
            assert f"No Dask scheduler answers at {address}" in told(capsys, folder, address, "en")
    assert "没有 Dask 调度器应答" in told(capsys, folder, free_address(), "zh")


def test_a_scheduler_that_ends_is_told(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(line, "CONNECT", 2.0)
    file = tmp_path / "scheduler.json"
    with daemon("scheduler", "--port", "0", "--scheduler-file", str(file)) as process:
        until(lambda: file.exists() and file.read_text().endswith("}"))
        look = members.Members.look

        def ended(self) -> None:
            process.kill()
            look(self)

        monkeypatch.setattr(members.Members, "look", ended)
        assert "is gone" in told(capsys, folder, json.loads(file.read_text())["address"], "en")


class _Closing:
    """A client that is closed, as when its scheduler has gone, at the n-th thing that is asked of it."""

    def __init__(self, n: int) -> None:
        self.left = n

    def __call__(self, connection: line.Line) -> None:
        self.left -= 1
        if self.left == 0:
            connection.client.close()


@pytest.mark.parametrize("n", range(1, 8))
def test_a_connection_that_closes_at_any_moment_is_told(scheduler, folder, tmp_path, capsys, monkeypatch, n):
    """Between two looks, while a worker is asked, while a submission is handed out: one sentence, no traceback."""
    closing = _Closing(n)
    asked, submit = line.Line.asked, line.Line.submit
    monkeypatch.setattr(line.Line, "asked", lambda self, what: closing(self) or asked(self, what))
    monkeypatch.setattr(line.Line, "submit", lambda self, *all_, **more: closing(self) or submit(self, *all_, **more))
    with worker(scheduler, tmp_path):
        assert f"The Dask scheduler at {scheduler} is gone" in told(capsys, folder, scheduler, "en")
    assert closing.left <= 0


# Who else may reach it


def test_an_address_that_others_can_reach_is_warned_of(folder, capsys, monkeypatch):
    monkeypatch.setattr(line, "CONNECT", 0.2)
    monkeypatch.setattr(line, "_within", lambda *_all: (_ for _ in ()).throw(TimeoutError))
    for address, open_ in (
        ("tcp://10.0.0.1:8786", True),
        ("10.0.0.1:8786", True),
        ("tcp://[2001:db8::1]:8786", True),
        ("tcp://cluster.example:8786", True),
        ("tcp://127.0.0.1:8786", False),
        ("tcp://localhost:8786", False),
        ("tcp://[::1]:8786", False),
    ):
        for lang, words in (("en", "run code on its workers"), ("zh", "运行代码")):
            assert (words in told(capsys, folder, address, lang)) == open_, address


def grade_there(folder: Path, address: str, home: Path, lang: str) -> subprocess.CompletedProcess:
    code = "import sys; from autograder.pools import scheduler; scheduler.CONNECT = 1.0; from autograder import cli; "
    command = [sys.executable, "-c", f"{code}sys.exit(cli.main())", "grade", str(folder)]
    command += ["--json", str(home / "marks.json")]
    env = {k: v for k, v in os.environ.items() if not k.startswith("DASK_")} | {"HOME": str(home), "KFA_LANG": lang}
    return subprocess.run(
        [*command, "--scheduler", address], cwd=ROOT, env=env, capture_output=True, text=True, timeout=PATIENCE
    )


def test_certificates_that_are_missing_are_named(folder, tmp_path, capsys):
    address, missing = "tls://127.0.0.1:1", "distributed.comm.tls.ca-file, distributed.comm.tls.client.cert"
    for lang, words in (("en", "tls:// takes certificates"), ("zh", "tls:// 需要证书")):
        text = told(capsys, folder, address, lang)
        assert words in text and missing in text
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    for path, words in (("/nowhere.pem", "There is no file /nowhere.pem"), (str(broken), "can't be used")):
        tls = {"distributed.comm.tls.ca-file": path, "distributed.comm.tls.client.cert": path}
        with dask.config.set(tls):
            assert words in told(capsys, folder, address, "en")


def test_nobody_at_an_address_leaves_no_traceback(folder, tmp_path):
    """In a process of its own: what a client says when it is removed from memory is said on its stderr."""
    result = grade_there(folder, free_address(), tmp_path, "en")
    assert result.returncode == 2 and result.stderr.splitlines()[-1].startswith("No Dask scheduler answers")
    assert "Traceback" not in result.stderr and "Exception" not in result.stderr, result.stderr


PAGES = [ROOT / "docs" / name for name in ("cluster.md", "cluster.zh.md")]


def blocks(page: Path) -> list[str]:
    return re.findall(r"```\w+\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_both_pages_on_clusters_have_the_same_commands():
    english, chinese = map(blocks, PAGES)
    assert english == chinese and len(english) == 5


@pytest.mark.thorough(
    "a scheduler and a worker with certificates: what is said without them is quick, so is the same by tcp"
)
@pytest.mark.skipif(shutil.which("openssl") is None, reason="There is no openssl to make certificates with.")
def test_the_page_on_clusters_as_it_stands(folder, tmp_path, monkeypatch):
    """Certificates, configuration, scheduler, worker and grading, with the page's own lines; a stranger is kept out."""
    make, config, start, join, grade = blocks(PAGES[0])
    monkeypatch.setenv("HOME", str(tmp_path))
    subprocess.run(["/bin/sh", "-ec", make + config], check=True, capture_output=True, timeout=PATIENCE)
    address = free_address().replace("tcp", "tls")
    here = ["--host", "127.0.0.1", "--no-dashboard"]
    port = address.rpartition(":")[2]
    shutil.rmtree(folder / "s2")  # one, and one beside it, will do
    for name in ("s3", "s4", "s5", "s6", "s7"):
        shutil.rmtree(folder / name)

    def run(line_: str, *more: str) -> list[str]:
        words = line_.replace("8786", port).replace("tls://10.0.0.1", "tls://127.0.0.1").split()
        program = {"dask": f"distributed.cli.dask_{words[1]}", "kfa": "autograder.cli"}[words[0]]
        return [sys.executable, "-m", program, *(words[2:] if words[0] == "dask" else words[1:]), *more]

    quiet = {"cwd": tmp_path, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen(run(start, *here), **quiet)]
    try:
        until(lambda: _answers(address))
        (tmp_path / "stranger").mkdir()
        stranger = grade_there(folder, address, tmp_path / "stranger", "en")
        assert stranger.returncode == 2 and "tls:// takes certificates" in stranger.stderr
        theirs = os.environ | {"HOME": str(tmp_path / "stranger")}  # certificates, but others
        subprocess.run(["/bin/sh", "-ec", make + config], check=True, capture_output=True, timeout=PATIENCE, env=theirs)
        stranger = grade_there(folder, address, tmp_path / "stranger", "en")
        assert stranger.returncode == 2 and "another one than yours" in stranger.stderr, stranger.stderr
        started.append(subprocess.Popen(run(join, "--no-nanny", "--no-dashboard"), **quiet))
        command = run(grade.replace("DIR", str(folder)))
        result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE)
        assert result.returncode == 0, result.stderr
    finally:
        for process in reversed(started):
            family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
            process.kill()
            process.wait()
            still_running(family)  # waits; an orphan that has ended and that nobody reaped is gone
        own_folder.sweep()
    assert [m["score"] for m in json.loads((tmp_path / "marks.json").read_text())] == [0, 10]
    assert "run code" not in result.stderr


def _answers(address: str) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", int(address.rpartition(":")[2]))) == 0


def test_without_dask_the_extra_is_named(folder, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert '".[classroom]"' in told(capsys, folder, "tcp://127.0.0.1:1", "en")
    assert "distributed" in told(capsys, folder, "tcp://127.0.0.1:1", "zh")
    assert line._install("it") == f"{sys.executable} -m pip install it"
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)  # an environment that uv made
    assert line._install("it") == "uv pip install it"


def test_another_version_of_dask_is_told(scheduler, folder, capsys, monkeypatch):
    packages = distributed.versions.get_versions()["packages"]
    other = {"host": {}, "packages": packages | {"distributed": "2020.1.0"}}
    monkeypatch.setattr(distributed.versions, "get_versions", lambda: other)
    assert f"has distributed {packages['distributed']}, here is 2020.1.0" in told(capsys, folder, scheduler, "en")
