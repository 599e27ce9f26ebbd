"""A PostgreSQL server for a test: on a socket in a folder of its own, as a user with no rights, ended with the block."""

import contextlib
import glob
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import needs

USER = 65534
"""Whom the server runs as where the tests run as root: it refuses to be root."""


class Server:
    """Its programs, its folder, and the address of its database for SQLAlchemy."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self._as: dict[str, Any] = {"user": USER, "group": USER, "extra_groups": []} if os.getuid() == 0 else {}
        self.url = f"postgresql+psycopg://kfa@/postgres?host={folder}"
        options = ["--auth=trust", "--username=kfa", "--encoding=UTF8", "--no-locale", "--no-sync"]
        self._run("initdb", "--pgdata", str(folder / "data"), *options)

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        command = [str(self._programs / program), *arguments]
        result = subprocess.run(
            command, cwd=self._folder, capture_output=True, text=True, timeout=120, check=False, **self._as
        )
        assert result.returncode == 0 or not check, result.stderr
        return result

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        folder = str(self._folder)
        options = ["-c", "listen_addresses=", "-c", "lock_timeout=2s", "-F"]
        command = [str(self._programs / "postgres"), "-D", f"{folder}/data", "-k", folder, *options]
        with (self._folder / "log").open("wb") as log:
            process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **self._as)
        try:
            end = time.monotonic() + 60
            while self._run("pg_isready", "--host", folder, check=False).returncode:
                assert process.poll() is None and time.monotonic() < end, (self._folder / "log").read_text()
                time.sleep(0.1)
            yield
        finally:
            process.send_signal(signal.SIGINT)  # whoever is connected is sent away
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A server that is not running yet. Without PostgreSQL the test is skipped; in CI, which installs it, it fails."""
    places = [os.environ.get("PATH", ""), *sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)]
    found = shutil.which("initdb", path=os.pathsep.join(places))
    if not found:
        needs.POSTGRES.missing()
    # not below pytest's folder, which is its user's alone and too long: a socket's path has at most 107 letters
    folder = Path(tempfile.mkdtemp(prefix="kfa-pg-"))
    try:
        if os.getuid() == 0:
            os.chown(folder, USER, USER)
        yield Server(Path(found).resolve().parent, folder)  # a link may be the only one of its programs there
    finally:
        shutil.rmtree(folder, ignore_errors=True)
