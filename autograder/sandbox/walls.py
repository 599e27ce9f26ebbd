"""The sandbox: what a learner's code can see, reach and use up. Linux alone; as root and as an ordinary user.

`hide` is called once, by the process from which kernels are forked: it leaves this machine's files for a small
read-only tree. `confine` is called by each forked kernel: namespaces, folders and limits of its own, then no way back.
"""

import contextlib
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.sandbox import linux, seccomp, visible
from autograder.sandbox.visible import ROOT

WORK = "/submission"
_DEVICES = ("null", "full", "random", "urandom")
"""Not /dev/zero: whoever maps it shares memory that no limit counts."""
_OLD_PROC = "/.proc"
_REPLACED = "/.replaced"
THREADS = "TF_NUM_INTRAOP_THREADS"
_FIRST_USER = 200_000
"""Each kernel that root starts is a user of its own, counted from here: limits on processes are per user."""


@dataclass(frozen=True)
class Limits:
    """What one kernel may use up.

    Args:
        memory: MiB beyond what the warm process already has.
        processes: processes and threads; TensorFlow has some for each processor.
        disk: MiB of its folders, which lie in memory.
        threads: processors that it may keep busy; seconds of processor time are counted for each.
    """

    memory: int = 2048
    processes: int = 128 + 4 * (os.cpu_count() or 1)
    disk: int = 256
    threads: int = field(default_factory=lambda: int(os.environ.get(THREADS) or os.cpu_count() or 1))


def unavailable() -> str:
    """Why this machine has no sandbox; empty where it has one. Tries it in a child process."""
    if not linux.available():
        return f"{sys.platform} has no namespaces"
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _leave()
            with tempfile.TemporaryDirectory() as folder:
                linux.mount("tmpfs", folder, "tmpfs")
                linux.unmount(folder)
        except BaseException as error:
            os.write(writer, str(error).encode()[:500])
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as file:
        return file.read().decode(errors="replace")


def _leave() -> None:
    """Namespaces of one's own for mounts and the network; an ordinary user gets one for users, too."""
    user, group = os.getuid(), os.getgid()
    if user == 0:
        linux.unshare(linux.NEWNS | linux.NEWNET)
    else:
        linux.unshare(linux.NEWUSER | linux.NEWNS | linux.NEWNET)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    linux.mount("none", "/", flags=linux.REC | linux.PRIVATE)


def hide(replaced: dict[str, Path], masked: Iterable[str] = ()) -> None:
    """Leave this machine's files: Python, its packages and the course without its answers stay, read-only.

    Args:
        replaced: files of the course that are shown with another content, by their path in the course.
        masked: files and folders of the course that are shown empty.
    """
    root = tempfile.mkdtemp(prefix="kfa-root-")
    with _removed(root):
        _leave()
        linux.mount("tmpfs", root, "tmpfs", linux.NOSUID | linux.NODEV, "mode=755,size=64m")
        _furnish(root, replaced, masked)
        linux.enter_root(root)


@contextlib.contextmanager
def _removed(folder: str) -> Iterator[None]:
    """Remove a folder, on which this process mounts its new root, when that is done: by a process that stays outside."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(writer)
            os.read(reader, 1)
            os.rmdir(folder)
        finally:
            os._exit(0)
    os.close(reader)
    try:
        yield
    finally:
        os.close(writer)
        os.waitpid(child, 0)


def _furnish(root: str, replaced: dict[str, Path], masked: Iterable[str]) -> None:
    for path, as_link in visible.paths():
        _show(root, path, links=as_link)
    for name in masked:
        _mask(root + str(ROOT / name))
    os.mkdir(root + _REPLACED)
    for number, (name, content) in enumerate(replaced.items()):
        # a copy in memory, which goes with the last process of this tree
        copy = shutil.copyfile(content, f"{root}{_REPLACED}/{number}")
        linux.bind(copy, root + str(ROOT / name))
    os.mkdir(root + "/dev")
    for name in _DEVICES:
        Path(root, "dev", name).touch()
        linux.mount(f"/dev/{name}", f"{root}/dev/{name}", flags=linux.BIND)
    for name in ("dev/shm", "proc", _OLD_PROC.lstrip("/"), "tmp", WORK.lstrip("/")):
        os.makedirs(f"{root}/{name}", exist_ok=True)
    linux.mount("/proc", root + _OLD_PROC, flags=linux.BIND | linux.REC)  # without one in sight, no new one is allowed


def seal() -> None:
    """Make the tree of `hide` read-only: an ordinary user owns it, and what one submission wrote the next would find."""
    linux.mount("tmpfs", "/", flags=linux.REMOUNT | linux.RDONLY | linux.NOSUID | linux.NODEV)


def _show(root: str, path: str, links: bool = False) -> None:
    """Show a file or a folder at its path; with `links`, a link as a link: what it names is shown, too."""
    target = Path(root + path)
    if links and os.path.islink(path) and not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(os.readlink(path))
    elif target.exists() and os.path.exists(path) and os.path.samefile(path, target):
        return  # within what is shown already, as /usr/bin/python3 is
    elif os.path.isdir(path):
        target.mkdir(parents=True, exist_ok=True)
        linux.bind(path, target)
    elif os.path.exists(path):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
        linux.bind(path, target)


def _mask(target: str) -> None:
    if os.path.isdir(target):
        linux.mount("tmpfs", target, "tmpfs", linux.RDONLY, "mode=755,size=4k")
    elif os.path.exists(target):
        linux.bind("/dev/null", target)


def separate() -> None:
    """Namespaces of one's own for processes (from the next child on), network, messages and mounts."""
    linux.unshare(linux.NEWPID | linux.NEWNS | linux.NEWIPC | linux.NEWNET | linux.NEWUTS)


def confine(limits: Limits, number: int) -> None:
    """Called by the first process of new namespaces (`separate`): its own folders, limits, and no way back.

    Args:
        number: of the kernel; two that run side by side have different ones.
    """
    as_root = os.getuid() == 0
    user = _FIRST_USER + number if as_root else os.getuid()
    _folders(limits)
    with contextlib.suppress(OSError):  # some containers don't allow it; nothing in the course reads /proc
        linux.mount("proc", "/proc", "proc", linux.NOSUID | linux.NODEV | linux.NOEXEC)
    linux.unmount(_OLD_PROC)
    os.chdir(WORK)
    os.umask(0o077)
    _limit(limits)
    if as_root:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    else:
        linux.drop_capabilities()
    linux.die_with_parent(signal.SIGKILL)  # only here: another user id undoes it
    linux.no_new_privileges()
    linux.landlock(["/"], ["/tmp", WORK, "/dev", "/proc"])
    linux.seccomp(seccomp.program())


def _folders(limits: Limits) -> None:
    """Its three folders, of one piece of memory: it is full for all of them at once."""
    # where the course itself lies below /tmp, that stays as it is: read-only
    places = (WORK, "/dev/shm", *(["/tmp"] if not os.listdir("/tmp") else []))
    linux.mount("tmpfs", WORK, "tmpfs", linux.NOSUID | linux.NODEV, f"size={limits.disk}m,nr_inodes=20k,mode=755")
    for number, place in reversed(list(enumerate(places))):
        part = f"{WORK}/{number}"
        os.mkdir(part)
        os.chmod(part, 0o1777)
        linux.bind(part, place, read_only=False)


def _limit(limits: Limits) -> None:
    used = _data_now()
    slack = 1024  # MiB: stacks of TensorFlow's threads, reserved and hardly used
    for kind, most in (
        (resource.RLIMIT_DATA, used + (limits.memory + slack) * 2**20),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_FSIZE, limits.disk * 2**20),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_SIGPENDING, 256),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def _data_now() -> int:
    """Bytes of private writable memory that this process has mapped."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[5])
    except (OSError, ValueError, IndexError):
        return 4 * 2**30
    return pages * resource.getpagesize()
