"""The connection to a Dask scheduler: it is there with the right versions, or one sentence says what to do."""

import contextlib
import ipaddress
import logging
import ssl
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from autograder.pools.telling import Say
from helpers.errors import CourseError
from helpers.language import translate as _

CONNECT = 15.0
"""Seconds in which a scheduler must answer, at first and after a connection was lost."""
_TLS = {"ca-file": "tls_ca_file", "client.cert": "tls_client_cert"}
"""Settings below distributed.comm.tls that a client can't do without, by the names that Dask's own class has."""
_TLS_KEY = ("client.key", "tls_client_key")
"""This may be in the file of the certificate."""


class Line:
    """A client's connection to a scheduler.

    Args:
        address: of the scheduler, such as "tls://10.0.0.1:8786".
        say: called with a warning.

    Raises:
        CourseError: no Dask here, no scheduler there, another version, no certificates.
    """

    def __init__(self, address: str, say: Say) -> None:
        self.address = address
        self.client = _connect(address, say)

    def submit(self, call: Callable, *arguments: Any, **where: Any) -> Any:
        """Have something called there; see `distributed.Client.submit`.

        Raises:
            CourseError: the scheduler is gone.
        """
        try:
            return self.client.submit(call, *arguments, pure=False, **where)
        except Exception:
            if self.client.status == "running":
                raise
            raise self.gone() from None  # Dask's errors on the way down are of many kinds

    def asked(self, question: str) -> Any:
        """What a scheduler says of itself: "ncores", "identity"; raises whatever Dask does."""
        return self.client.sync(getattr(self.client.scheduler, question), callback_timeout=CONNECT)

    @property
    def closed(self) -> bool:
        """Whether the client has given the scheduler up."""
        return self.client.status in ("closing", "closed")

    def gone(self) -> CourseError:
        """What to say when it doesn't answer any more."""
        return CourseError(
            _(
                "The Dask scheduler at {address} is gone. Start it and its workers, then give the same command again: it "
                "goes on where it stopped.",
                address=self.address,
            )
        )

    def close(self) -> None:
        with contextlib.suppress(Exception):  # the scheduler may be gone
            self.client.close(timeout=5)


def _connect(address: str, say: Say) -> Any:
    try:
        import dask
        import distributed
    except ImportError:
        raise CourseError(
            _(
                "A Dask cluster takes the package distributed, which is not installed here. Install the course's "
                "extra for classes: {command}",
                command=_install('-e ".[classroom]"'),
            )
        ) from None
    for name in ("distributed", "distributed.client", "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is told in our words
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"})
    warnings.filterwarnings("ignore", category=distributed.versions.VersionMismatchWarning)
    if address.startswith("tls://"):
        _want_certificates()
    elif _open_to_others(address):
        say(
            _(
                "{address} is not encrypted, and asks nobody who they are: whoever reaches it can read the submissions and "
                "run code on its workers. Use tls:// where others can (docs/cluster.md).",
                address=address,
            )
        )
    try:
        client = _within(2 * CONNECT, lambda: distributed.Client(address, timeout=CONNECT, set_as_default=False))
        theirs = client.sync(client.scheduler.versions, callback_timeout=CONNECT)["packages"]
    except Exception as error:  # an address of no known kind, nobody there, a server of another kind
        if isinstance(error, distributed.comm.core.FatalCommClosedError):
            raise CourseError(
                _(
                    "The Dask scheduler at {address} has no certificate, or another one than yours: all machines need the "
                    "same. docs/cluster.md shows how to copy it, and how to start a scheduler with it.",
                    address=address,
                )
            ) from None
        raise CourseError(
            _(
                "No Dask scheduler answers at {address} ({reason}). Give the address that `dask scheduler` prints, "
                "such as {example}; a firewall may be in between.",
                address=address,
                reason=type(error).__name__,
                example=f"{'tls' if address.startswith('tls://') else 'tcp'}://10.0.0.1:8786",
            )
        ) from None
    _want_version(client, address, distributed.versions.get_versions()["packages"], theirs)
    return client


def _want_version(client: Any, address: str, ours: dict, theirs: dict) -> None:
    for name in ("python", "dask", "distributed"):
        here, there = (
            ".".join(str(found[name]).split(".")[: 2 if name == "python" else 4]) for found in (ours, theirs)
        )
        if here != there:
            client.close(timeout=5)
            raise CourseError(
                _(
                    "The Dask scheduler at {address} has {package} {there}, here is {here}. Install the same version "
                    "on both, then start the scheduler and the workers anew.",
                    address=address,
                    package=name,
                    there=there,
                    here=here,
                )
            )


def _want_certificates() -> None:
    """Certificates for a client are set in Dask's configuration, and can be read."""
    import distributed

    security = distributed.Security()
    unset = [f"distributed.comm.tls.{name}" for name, own in _TLS.items() if not getattr(security, own)]
    if unset:
        raise CourseError(
            _(
                "tls:// takes certificates: {names} in Dask's configuration (~/.config/dask/distributed.yaml) must be set. "
                "docs/cluster.md shows how to make them, and the lines.",
                names=", ".join(unset),
            )
        )
    for name, own in (*_TLS.items(), _TLS_KEY):
        path = getattr(security, own)
        if path and "\n" not in path and not Path(path).is_file():  # else it is the certificate itself
            raise CourseError(
                _("There is no file {path}, which distributed.comm.tls.{name} names.", path=path, name=name)
            )
    try:
        security.get_connection_args("client")
    except (OSError, ssl.SSLError, ValueError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
        raise CourseError(
            _(
                "The certificates that distributed.comm.tls names can't be used ({reason}). docs/cluster.md shows how to "
                "make them.",
                reason=reason,
            )
        ) from None


def _open_to_others(address: str) -> bool:
    """Whether it is an address, not encrypted, that other machines can reach."""
    protocol, _sign, place = address.rpartition("://")
    host = place.rpartition(":")[0].strip("[]")
    if protocol not in ("", "tcp", "ws") or not host:
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def _install(what: str) -> str:
    """The command that installs something here: uv makes environments without pip."""
    import importlib.util
    import sys

    return f"{sys.executable} -m pip install {what}" if importlib.util.find_spec("pip") else f"uv pip install {what}"


def _within(seconds: float, action: Callable[[], Any]) -> Any:
    """Do it, or raise TimeoutError: Dask waits for ever for what accepts a connection and says nothing."""
    found: Future = Future()

    def run() -> None:
        try:
            found.set_result(action())
        except Exception as error:
            found.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return found.result(timeout=seconds)
