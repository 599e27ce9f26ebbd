"""The check where another program than JupyterLab sends the cells: VS Code, with our kernel or ipykernel's own."""

import os
import queue
import sys
from collections.abc import Iterator

import pytest
from jupyter_client.manager import KernelManager

from helpers import isolated
from tests.processes import PATIENCE
from tests.test_cells import LESSON, RIGHT

KERNELS = {
    "ours": isolated.python("-m", "helpers.notebook_kernel"),
    "ipykernel": [sys.executable, "-m", "ipykernel_launcher"],
}
FILE = "/home/ada/course/01_introduction.ipynb"


class VSCode:
    """Sends cells as VS Code's extension for Jupyter does: the cell's address for its id, and cells of its own in silence."""

    def __init__(self, client, addressed: bool) -> None:
        self.client, self.addressed = client, addressed
        self._sent(f"__vsc_ipynb_file__ = {FILE!r}", 0, silent=True)

    def run(self, code: str, cell: int) -> str:
        """What a cell shows: its last value, what it prints, or its error, as text."""
        return self._sent(code, cell)

    def _sent(self, code: str, cell: int, silent: bool = False) -> str:
        content = {"code": code, "silent": silent, "store_history": not silent, "user_expressions": {}}
        content |= {"allow_stdin": False, "stop_on_error": True}
        metadata = {"cellId": f"vscode-notebook-cell:{FILE}#W{cell}sZmlsZQ%3D%3D"} if self.addressed else {}
        message = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(message)
        shown = []
        while True:
            try:
                reply = self.client.get_iopub_msg(timeout=PATIENCE)
            except queue.Empty:
                raise AssertionError(f"the kernel does not answer {code!r}") from None
            if reply["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            said = reply["content"]
            if reply["msg_type"] in ("execute_result", "display_data"):
                shown.append(said["data"].get("text/plain", ""))
            elif reply["msg_type"] == "stream":
                shown.append(said["text"])
            elif reply["msg_type"] == "error":
                shown.append(f"{said['ename']}: {said['evalue']}")
            elif reply["msg_type"] == "status" and said["execution_state"] == "idle":
                return "\n".join(shown)


@pytest.fixture(params=[("ours", True), ("ipykernel", True), ("ipykernel", False)], ids=lambda p: f"{p[0]}-{p[1]}")
def notebook(request, tmp_path) -> Iterator[VSCode]:
    name, addressed = request.param
    manager = KernelManager()
    manager.kernel_spec.argv = [*KERNELS[name], "-f", "{connection_file}"]
    manager.start_kernel(cwd=str(tmp_path), env=os.environ | {"KFA_LANG": "en", "TF_CPP_MIN_LOG_LEVEL": "3"})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=PATIENCE)
        found = VSCode(client, addressed)
        found.run('from autograder.notebook import start\ncheck, hint, solution, progress = start("en")', 1)
        found.run(LESSON, 2)
        yield found
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_check_knows_what_ran_and_names_the_line(notebook):
    check = 'check("ex01a", build_mlp)'
    assert "3 / 3" in notebook.run(f"{RIGHT}\n", 3) + notebook.run(check, 4)
    wrong = RIGHT.replace('activation="relu")(x)', 'activation="tanh")(x)')
    assert not notebook.run(wrong, 3)
    said = notebook.run(check, 4)
    assert "0 / 3" in said and 'Line 4, `x = layers.Dense(hidden_units, activation="tanh")(x)`' in said
    assert "SyntaxError" in notebook.run(RIGHT.replace("):", ":", 1), 3)
    said = notebook.run(check, 4)  # not what ran before it
    assert "not checked" in said and "SyntaxError in line 1" in said
    assert "3 / 3" in notebook.run(RIGHT, 3) + notebook.run(check, 4)
    assert "hint 1 of 3" in notebook.run("hint()", 5)
    assert "Continue with ex01b" in notebook.run("progress()", 6)
