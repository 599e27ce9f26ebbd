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


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE)
    os._exit(1)


def main() -> int:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from jupyterlab.labapp import main as jupyterlab

    return jupyterlab()


if __name__ == "__main__":
    sys.exit(main())
