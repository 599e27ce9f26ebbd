"""A JupyterLab of its own on loopback and a Chromium that looks at it: for screenshots and browser tests.

Every request that leaves the machine is refused and written down in `Lab.outside`, so that using the course in the
browser is its own proof that it works offline.
"""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from helpers import isolated

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 300.0
"""Seconds until what should happen in a browser is taken for hung: many, since a busy machine is no fault."""
_A_CLICK = 20_000.0
"""Milliseconds until a click that found something in its way is made again."""
expect.set_options(timeout=1000 * PATIENCE)
_OUTSIDE = re.compile(r"^(https?|wss?)://(?!127\.0\.0\.1[:/])")


@dataclass
class Lab:
    """A running JupyterLab, and one page that shows it."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)

    def open(self, notebook: str) -> None:
        """Open a notebook (path below the lab's folder) alone in the window and wait for its kernel."""
        self.page.goto(f"{self.address}/doc/tree/{notebook}")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self._wait_for_kernel()

    def run_all(self) -> None:
        """Run all cells and wait until the kernel is idle again."""
        end = time.monotonic() + PATIENCE
        while not self._begun():
            if time.monotonic() > end:
                raise TimeoutError(f"no cell began to run; in the way: {self._dialogs()}")
            self.page.keyboard.press("Escape")  # on a busy machine JupyterLab may ask or tell something meanwhile
            with contextlib.suppress(PlaywrightTimeout):  # a click that comes too early is lost
                self.page.click('.lm-MenuBar-itemLabel:text-is("Run")', timeout=_A_CLICK)
                self.page.click('[data-command="runmenu:run-all"]', timeout=_A_CLICK)
                self.page.wait_for_selector(".jp-InputPrompt:has-text('[*]')", timeout=_A_CLICK)
        while self.page.query_selector(".jp-InputPrompt:has-text('[*]')"):
            if time.monotonic() > end:
                raise TimeoutError(f"cells still run after {PATIENCE:g} s")
            self.page.wait_for_timeout(300)

    def cell(self, text: str) -> str:
        """A selector for the cell whose source holds `text`."""
        return f".jp-Cell:has(.jp-InputArea-editor:has-text({json.dumps(text)}))"

    @contextlib.contextmanager
    def beside(self, folder: Path) -> Iterator["Lab"]:
        """Another JupyterLab, another person's: on another folder, in a browser of their own."""
        browser, size = self.page.context.browser, self.page.viewport_size
        assert browser and size
        with _shown(browser, folder, False, size["width"], size["height"]) as found:
            yield found

    def _dialogs(self) -> list[str]:
        return [dialog.inner_text() for dialog in self.page.query_selector_all("dialog")]

    def _begun(self) -> bool:
        return bool(self.page.query_selector(".jp-InputPrompt:has-text('[*]'), .jp-OutputArea-child"))

    def _wait_for_kernel(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with urllib.request.urlopen(f"{self.address}/api/sessions") as reply:
                sessions = json.load(reply)
            if any(s["kernel"]["execution_state"] == "idle" and s["kernel"]["connections"] for s in sessions):
                return
            self.page.wait_for_timeout(300)
        raise TimeoutError("the kernel did not start")


@contextlib.contextmanager
def lab(folder: Path, dark: bool = False, width: int = 1280, height: int = 900) -> Iterator[Lab]:
    """JupyterLab on `folder` with settings of its own, and a browser page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        with _shown(browser, folder, dark, width, height) as found:
            yield found
        browser.close()


@contextlib.contextmanager
def _shown(browser: Browser, folder: Path, dark: bool, width: int, height: int) -> Iterator[Lab]:
    home = Path(tempfile.mkdtemp(prefix="lab-"))
    server = None
    try:
        _settle(home / "settings", dark)
        server, address = _start(folder, home)
        # its own cookies: those of two servers on one machine overwrite each other
        size, scheme = {"width": width, "height": height}, "dark" if dark else "light"
        context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
        context.set_default_timeout(1000 * PATIENCE)
        found = Lab(context.new_page(), address)
        context.route(_OUTSIDE, lambda route: _refuse(route, found.outside))
        yield found
        context.close()
    finally:
        if server:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(20)
            server.kill()
        shutil.rmtree(home, ignore_errors=True)


def _settle(settings: Path, dark: bool) -> None:
    """No question about news; the theme; all cells in the page, not only those in sight."""
    wanted = {
        "apputils-extension/notification": {"fetchNews": "false"},
        "apputils-extension/themes": {"theme": "JupyterLab Dark" if dark else "JupyterLab Light"},
        "notebook-extension/tracker": {"windowingMode": "none"},
    }
    for name, values in wanted.items():
        path = settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))


def chromium() -> str:
    """The program of Chromium or Chrome on this machine."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        path = shutil.which(name)
        if path:
            return path
    raise FileNotFoundError("no Chromium on this machine: on Debian, apt-get install chromium")


def _refuse(route: Route, outside: list[str]) -> None:
    outside.append(route.request.url)
    route.abort()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _start(folder: Path, home: Path) -> tuple[subprocess.Popen, str]:
    """A server that answers, and its address. Another program may take a free port first: there are many."""
    for _attempt in range(5):
        port = _free_port()
        server, address = _serve(folder, home, port), f"http://127.0.0.1:{port}"
        try:
            if _answers(address, server):
                return server, address
        except BaseException:
            server.kill()
            raise
    raise RuntimeError("JupyterLab did not start")


def _serve(folder: Path, home: Path, port: int) -> subprocess.Popen:
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "KFA_HOME": str(home / "kfa"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    options = [
        "--no-browser",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.ip=127.0.0.1",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--allow-root",
    ]
    return subprocess.Popen(
        isolated.python("-m", "jupyterlab", *options),
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _answers(address: str, server: subprocess.Popen) -> bool:
    """Wait until the server answers; False where it ended instead.

    Raises:
        TimeoutError: it does neither.
    """
    end = time.monotonic() + PATIENCE
    while server.poll() is None:
        if time.monotonic() > end:
            raise TimeoutError("JupyterLab did not answer")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/api", timeout=2):
            return True
        time.sleep(0.3)
    return False
