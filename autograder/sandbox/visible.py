"""What a sandbox sees of this machine: what Python, the course's packages and a shell's usual commands need, nothing else.

A list of what is shown, not of what is hidden: where a class keeps its work nobody knows beforehand. nbgrader's exchange
is below /usr/local/share, a gradebook may be in /srv, an environment beside the submissions.
"""

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_LINKS = ("/lib", "/lib32", "/lib64", "/bin")
"""Links into /usr, or folders of a system that doesn't have them so."""
_SYSTEM = (
    *("/usr/bin", "/usr/lib64", "/usr/lib/locale", "/usr/lib/os-release", "/usr/lib/terminfo"),
    *("/usr/share/fontconfig", "/usr/share/fonts", "/usr/share/locale/locale.alias", "/usr/share/terminfo"),
    *("/usr/share/zoneinfo", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime"),
    "/sys/devices/system/cpu",
)
_SHARED = ("/usr", "/usr/local", "/")
"""Prefixes that a Python shares with all else: of these only what is Python's own is shown."""
_VERSION = "python{}.{}".format(*sys.version_info)
_OF_A_PREFIX = ("bin", "lib", "lib64", "pyvenv.cfg", "etc/fonts", "ssl")
_OF_A_SHARED_PREFIX = (f"bin/{_VERSION}", "bin/python3", f"lib/{_VERSION}", f"lib64/{_VERSION}", "lib/python3")


def paths() -> Iterator[tuple[str, bool]]:
    """Each path that is shown, and whether a link is shown as one: what it names is in the list, too."""
    for path in (*_LINKS, *_SYSTEM, *_libraries()):
        yield path, True
    for prefix in dict.fromkeys((sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix)):
        for path in _of(os.path.abspath(prefix)):
            yield path, path.startswith("/usr/") or path.endswith("/lib64")
    for path in sys.path:
        if path.endswith(("site-packages", "dist-packages")) and os.path.isdir(path):
            yield path, False
    if sys.base_prefix.startswith("/nix/store/"):
        yield "/nix/store", False
    for package in ("helpers", "autograder"):
        yield str(ROOT / package), False


def _libraries() -> Iterator[str]:
    """Where this system keeps shared libraries: a folder for its architecture, or /usr/lib itself."""
    triplet = sysconfig.get_config_var("MULTIARCH") or ""
    folder = f"/usr/lib/{triplet}"
    if triplet and os.path.isdir(folder):
        yield folder
    elif not os.path.exists("/usr/lib64/libc.so.6"):
        yield "/usr/lib"


def _of(prefix: str) -> Iterator[str]:
    """What is shown of an installation of Python, such as /usr/local or an environment of its own."""
    if prefix not in _SHARED:
        yield from (os.path.join(prefix, name) for name in _OF_A_PREFIX)
        return
    yield from (os.path.join(prefix, name) for name in _OF_A_SHARED_PREFIX)
    for folder in ("lib", "lib64"):
        yield from map(str, sorted(Path(prefix, folder).glob("libpython*.so*")))
