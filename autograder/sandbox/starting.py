"""Starting processes that are to end with this one, from whatever thread.

Linux tells a process that its parent has ended when the *thread* that started it has (`PR_SET_PDEATHSIG`). A worker that
a thread of a pool started in place of another would be killed with that pool: so one thread that stays starts them all.
"""

import os
import subprocess
import threading
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any


def start(command: list[str], **options: Any) -> subprocess.Popen:
    """A process without a terminal, whose output nobody reads; `options` as for `subprocess.Popen`.

    Raises:
        OSError: as `subprocess.Popen`.
    """
    nothing = {name: subprocess.DEVNULL for name in ("stdin", "stdout", "stderr")}
    done: Future[subprocess.Popen] = Future()
    _orders().put((done, command, nothing | options))
    return done.result()


_lock = threading.Lock()
_threads: dict[int, SimpleQueue] = {}
"""The orders for the thread of this process: a fork has none of its parent's threads."""


def _orders() -> SimpleQueue:
    with _lock:
        orders = _threads.get(os.getpid())
        if orders is None:
            orders = _threads[os.getpid()] = SimpleQueue()
            threading.Thread(target=_carry_out, args=(orders,), daemon=True, name="starts processes").start()
        return orders


def _carry_out(orders: SimpleQueue) -> None:
    while True:
        done, command, options = orders.get()
        try:
            done.set_result(subprocess.Popen(command, **options))
        except BaseException as error:
            done.set_exception(error)
