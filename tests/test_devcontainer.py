"""The dev container: the README's two steps, in a bare folder."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import kernel

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".devcontainer"
CONTAINER = json.loads((FOLDER / "devcontainer.json").read_text(encoding="utf-8"))
HERE = "${containerWorkspaceFolder}/"


def recipe(target: str) -> str:
    """What `make` would do for a target, as one line."""
    return subprocess.run(
        ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_its_commands_are_those_of_the_readme():
    step = CONTAINER["postAttachCommand"]
    assert step in re.findall(r"(?m)^```\n.*\n(.*)\n```$", (ROOT / "README.md").read_text(encoding="utf-8"))
    # What is installed beforehand is what this command would install.
    first, second = recipe(step.removeprefix("make ")).split(" && ")
    assert first == CONTAINER["postCreateCommand"]
    assert second.startswith("exec .venv/bin/kfa lab")


def test_its_python_is_one_of_the_courses():
    version = re.search(r"python:(\d+)\.(\d+)-", CONTAINER["image"])
    assert (3, 11) <= (int(version[1]), int(version[2])) <= (3, 13)


def test_its_paths_are_those_of_an_installation():
    """VS Code's notebooks find the kernel `kfa` and this Python; the server finds the configuration."""
    trusted = CONTAINER["customizations"]["vscode"]["settings"]["jupyter.kernels.trusted"]
    there = kernel.folder(".venv").as_posix()
    assert trusted == [f"{HERE}{there}/kernel.json"]
    assert CONTAINER["remoteEnv"]["JUPYTER_PATH"] == HERE + there.removesuffix("/kernels/kfa")
    assert CONTAINER["remoteEnv"]["JUPYTER_CONFIG_PATH"] == HERE + ".devcontainer/jupyter"


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://happy-tree-123-8888.app.example.dev", True),
        ("https://happy-tree-123-8889.app.example.dev", True),
        ("https://other-tree-123-8888.app.example.dev", False),
        ("https://happy-tree-123-8888.app.example.dev.evil.example", False),
        ("http://happy-tree-123-8888.app.example.dev", False),
    ],
)
def test_a_codespace_may_reach_its_own_kernels(origin, allowed):
    environment = {"CODESPACE_NAME": "happy-tree-123", "GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN": "app.example.dev"}
    # As jupyter_server/base/handlers.py asks.
    assert bool(re.match(configured(environment)["allow_origin_pat"], origin)) == allowed


def test_elsewhere_nothing_is_allowed():
    assert configured({}) == {}


def configured(environment: dict[str, str]) -> dict:
    code = (
        "import sys; from traitlets.config import PyFileConfigLoader as Loader; import json; "
        "print(json.dumps(Loader('jupyter_server_config.py', sys.argv[1]).load_config().get('ServerApp', {})))"
    )
    known = {key: value for key, value in os.environ.items() if "CODESPACE" not in key}
    command = [sys.executable, "-c", code, str(FOLDER / "jupyter")]
    said = subprocess.run(command, env=known | environment, capture_output=True, text=True, check=True)
    return json.loads(said.stdout)


@pytest.mark.skipif(os.name != "posix", reason="a container is Linux")
@pytest.mark.thorough(
    "installs from the package index; its commands are compared with the README's among the quick tests"
)
def test_in_a_bare_folder_its_steps_lead_to_jupyterlab(tmp_path):
    bare = tmp_path / "kfa"
    subprocess.run(["git", "clone", "--quiet", "--local", str(ROOT), str(bare)], check=True)
    foreign = ("VIRTUAL_ENV", "PYTHONPATH", "DISPLAY", "WAYLAND_DISPLAY", "KFA_PORT")
    environment = {key: value for key, value in os.environ.items() if key not in foreign}
    environment |= {name: value.replace(HERE, f"{bare}/") for name, value in CONTAINER["remoteEnv"].items()}
    environment["JUPYTER_RUNTIME_DIR"] = str(tmp_path / "runtime")
    installed = subprocess.run(
        shlex.split(CONTAINER["postCreateCommand"]), cwd=bare, env=environment, capture_output=True, text=True
    )
    assert installed.returncode == 0, installed.stderr
    [trusted] = CONTAINER["customizations"]["vscode"]["settings"]["jupyter.kernels.trusted"]
    specification = json.loads(Path(trusted.replace(HERE, f"{bare}/")).read_text(encoding="utf-8"))
    assert specification["argv"][0] == str(bare / ".venv" / "bin" / "python")
    server = subprocess.Popen(
        shlex.split(CONTAINER["postAttachCommand"]),
        cwd=bare,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        # Without a browser the address is what a learner clicks at.
        said = ""
        for line in server.stdout:
            said += line
            if "token=" in line:
                break
        assert re.search(r"http://127\.0\.0\.1:\d+/lab/tree/index\.md\?token=\w+", said), said
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.communicate(timeout=60)
    assert (bare / "work" / "en" / "00_setup.ipynb").exists()
