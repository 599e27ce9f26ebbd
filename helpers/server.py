"""JupyterLab's own process: it ends in order when the process that started it is gone, however that one ended.

`kfa lab` holds the other end of its standard input, and the system closes that end with `kfa lab`.
"""

import os
import signal
import sys
import threading
import time

_PATIENCE = 10.0
"""Seconds that it may take to end its kernels."""


def _taken() -> int:
    """Standard input as a file of this process alone; what JupyterLab starts reads nothing.

    The programs that it starts (Node.js is one) may set the input that they share to non-blocking, for this process too.
    """
    ours = os.dup(sys.stdin.fileno())
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, sys.stdin.fileno())
    os.close(nothing)
    return ours


def _end_with_parent(parent: int) -> None:
    while os.read(parent, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE)
    os._exit(1)


def main() -> int:
    threading.Thread(target=_end_with_parent, args=(_taken(),), daemon=True).start()
    from jupyterlab.labapp import main as jupyterlab

    return jupyterlab()


if __name__ == "__main__":
    sys.exit(main())
