"""JupyterLab on a learner's working copy: one quiet server on this machine, stopped by Ctrl-C."""

import importlib.util
import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from pathlib import Path

from helpers import isolated, kernel
from helpers.contents import PAGE
from helpers.errors import CourseError
from helpers.language import translate as _
from helpers.workspace import Workspace, shown, writable

_HOST = "127.0.0.1"
_FIRST_PORT = 8888
_FIRST_PAGES = (PAGE, "00_setup.ipynb")
"""What is opened: the first that is there."""


class Lab:
    """The server and where to find it.

    Args:
        workspace: the working copy that it serves.
        port: its port; None for the first free one from 8888.
        browser: whether to open a browser; it is not opened where there is none.
    """

    def __init__(self, workspace: Workspace, port: int | None = None, browser: bool = True) -> None:
        self.workspace = workspace
        self.port = _free_port() if port is None else port
        self.browser = browser and _has_browser()
        self.token = os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(16)
        if not _free(self.port):
            raise CourseError(
                _(
                    "Port {port} is in use or not allowed. Choose another one, such as `kfa lab --port {other}`.",
                    port=port,
                    other=_free_port(),
                )
            )

    @property
    def address(self) -> str:
        page = next((name for name in _FIRST_PAGES if (self.workspace.folder / name).exists()), "")
        return f"http://{_HOST}:{self.port}/lab{'/tree/' if page else ''}{page}?token={self.token}"

    @property
    def _own(self) -> Path:
        """The server's folder: what it keeps, and where it works, so that no file of a learner's configures it."""
        return self.workspace.folder.parent / ".jupyter"

    def run(self) -> int:
        """Serve until Ctrl-C or a signal to end; returns the exit code.

        Raises:
            CourseError: the server ended by itself.
        """
        kernel.register()
        # A session of its own: Ctrl-C reaches this process alone, which then ends the server in order.
        self._own.mkdir(parents=True, exist_ok=True)
        server = subprocess.Popen(
            self._command(), env=self._environment(), cwd=self._own, stdin=subprocess.PIPE, start_new_session=True
        )
        previous = [(number, signal.signal(number, _interrupt)) for number in _endings()]
        try:
            self._announce(server)
            server.wait()
        except KeyboardInterrupt:
            print("\n" + _("JupyterLab is closing. Your work is in {path}.", path=shown(self.workspace.folder)))
            return 0
        finally:
            self._end(server)
            for number, handler in previous:
                signal.signal(number, handler)
        if server.returncode > 0:
            raise CourseError(_("JupyterLab ended by itself. The lines above say why; `kfa doctor` may know more."))
        return 0

    def _announce(self, server: subprocess.Popen) -> None:
        """Print the address once it answers, so that whoever reads it can open it at once."""
        while server.poll() is None and not self._answers():
            time.sleep(0.1)
        if server.poll() is not None:
            return
        if self.browser and webbrowser.open(self.address):
            print(_("The course is open in your browser. If it is not, open {address}", address=self.address))
        else:
            print(_("Open the course in a browser: {address}", address=self.address))
        print(_("Ctrl-C ends it."), flush=True)

    def _answers(self, path: str = "api/status", method: str = "GET") -> bool:
        """Whether the server grants a request, which never goes through a proxy; another one does not know the token."""
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(f"http://{_HOST}:{self.port}/{path}", method=method, headers=headers)
        straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            return straight.open(request, timeout=2).status == 200
        except OSError:
            return False

    def _end(self, server: subprocess.Popen) -> None:
        """End the server and its kernels: asked first, forced after 10 s."""
        if server.poll() is None:
            if not self._answers("api/shutdown", "POST"):
                server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()

    def _command(self) -> list[str]:
        options = {
            "ServerApp.root_dir": str(self.workspace.folder),
            "ServerApp.ip": _HOST,
            "ServerApp.port": str(self.port),
            "ServerApp.port_retries": "0",
            "ServerApp.open_browser": "False",
            "Application.log_level": "ERROR",
            "LabApp.news_url": "None",
            "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            # Tabs and layout of the course are its own, not those of other projects.
            "LabApp.workspaces_dir": str(self._own / "workspaces" / self.workspace.lang),
            "MultiKernelManager.default_kernel_name": kernel.NAME,
            "CourseDirectory.root": str(self.workspace.folder),  # else nbgrader's is the server's own folder
        }
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options["ServerApp.allow_root"] = "True"  # containers; the server is for this machine alone
        if os.name == "posix":
            # Not a login shell, which would forget the PATH on which `kfa` stands.
            options["ServerApp.terminado_settings"] = "shell_command=" + shlex.quote(os.environ.get("SHELL", "/bin/sh"))
        options |= _settings()
        return isolated.python("-m", "helpers.server", *(f"--{name}={value}" for name, value in options.items()))

    def _environment(self) -> dict[str, str]:
        here = Path(__file__).parent / "jupyter"
        ours = [here / "zh", here] if self.workspace.lang == "zh" and _speaks_chinese() else [here]
        env = dict(os.environ, JUPYTER_TOKEN=self.token, KFA_LANG=self.workspace.lang)
        # nbgrader runs `alembic` by name; a learner runs `kfa` in a terminal of JupyterLab.
        env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env.get("PATH", os.defpath)])
        env["PYTHONPATH"] = isolated.absolute(env.get("PYTHONPATH", ""))
        env["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [*map(str, ours), env.get("JUPYTER_CONFIG_PATH")]))
        # Programs in a user's home that set up another server are none of this one's; nor is a kernel of our name.
        env.update(JUPYTER_CONFIG_DIR=str(self._own / "config"), JUPYTER_PREFER_ENV_PATH="1")
        if not _jupyter_can_write():
            env.update(
                JUPYTER_DATA_DIR=str(self._own / "data"),
                JUPYTER_RUNTIME_DIR=str(self._own / "runtime"),
                IPYTHONDIR=str(self._own / "ipython"),
            )
        return env


def _speaks_chinese() -> bool:
    """Whether JupyterLab's Chinese is installed; who has chosen another language in its settings keeps that."""
    return importlib.util.find_spec("jupyterlab_language_pack_zh_CN") is not None


def _settings() -> dict[str, str]:
    """JupyterLab's settings as the user has them elsewhere, where they can be kept: they are no programs."""
    from jupyter_core import paths

    theirs = Path(paths.jupyter_config_dir())
    return {"LabApp.user_settings_dir": str(theirs / "lab" / "user-settings")} if writable(theirs) else {}


def _jupyter_can_write() -> bool:
    """Whether Jupyter's folders in the user's home can be written: a home may be read-only."""
    from jupyter_core import paths

    return all(writable(Path(folder)) for folder in (paths.jupyter_runtime_dir(), paths.jupyter_config_dir()))


def _has_browser() -> bool:
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _free(port: int) -> bool:
    with socket.socket() as probe:
        if os.name == "posix":  # as the server does it; on Windows this would allow a port in use
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    ports = range(_FIRST_PORT, _FIRST_PORT + 100)
    return next((port for port in ports if _free(port)), _FIRST_PORT)


def _endings() -> list[signal.Signals]:
    """Signals that end the server as Ctrl-C does; what `nohup` or a shell made this process ignore stays ignored."""
    known = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    return [number for number in known if signal.getsignal(number) is not signal.SIG_IGN]


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt
