"""Linux's calls for isolation that Python's library lacks: namespaces, mounts, capabilities, Landlock, seccomp."""

import ctypes
import errno
import os
import platform
import struct
from pathlib import Path

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
_DETACH = 2
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_SET_PDEATHSIG, _SET_SECCOMP, _CAPBSET_DROP, _SET_NO_NEW_PRIVS = 1, 22, 24, 38

# Numbers that all architectures share begin at 424.
_MOUNT_SETATTR, _LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 442, 444, 445, 446
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_CAPSET = {"x86_64": 126, "aarch64": 91}


def available() -> bool:
    """Whether this is a Linux whose calls are known here."""
    return platform.system() == "Linux" and platform.machine() in _PIVOT_ROOT


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int, doing: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{doing}: {os.strerror(code)}")
    return result


def unshare(flags: int) -> None:
    """Leave these namespaces for new ones (a new pid namespace begins with the next child)."""
    _checked(_libc().unshare(flags), f"unshare {flags:#x}")


def mount(source: str, target: str | Path, kind: str | None = None, flags: int = 0, options: str = "") -> None:
    arguments = (source.encode(), str(target).encode(), kind.encode() if kind else None)
    _checked(_libc().mount(*arguments, ctypes.c_ulong(flags), options.encode() or None), f"mount {target}")


def unmount(target: str) -> None:
    """Take a mount away at once, even if it is in use."""
    _checked(_libc().umount2(target.encode(), _DETACH), f"umount {target}")


def bind(source: str | Path, target: str | Path, read_only: bool = True) -> None:
    """Show a file or folder, with all that is mounted below it, at another place."""
    mount(str(source), target, flags=BIND | REC)
    if read_only:
        _read_only(target)


def _read_only(target: str | Path) -> None:
    attributes = struct.pack("QQQQ", 1 | 2, 0, 0, 0)  # MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID
    path = str(target).encode()
    result = _libc().syscall(_MOUNT_SETATTR, _AT_FDCWD, path, _AT_RECURSIVE, attributes, len(attributes))
    if result < 0 and ctypes.get_errno() == errno.ENOSYS:  # before Linux 5.12
        kept = os.statvfs(target).f_flag & (NOSUID | NODEV | NOEXEC)
        mount("none", target, flags=REMOUNT | BIND | RDONLY | kept)
        return
    _checked(result, f"read-only {target}")


def enter_root(folder: str | Path) -> None:
    """Make `folder`, a mount, the root of this mount namespace; the old one is gone."""
    os.chdir(folder)
    _checked(_libc().syscall(_PIVOT_ROOT[platform.machine()], b".", b"."), "pivot_root")
    unmount(".")
    os.chdir("/")


def die_with_parent(signal_number: int) -> None:
    _checked(_libc().prctl(_SET_PDEATHSIG, signal_number, 0, 0, 0), "prctl PDEATHSIG")


def drop_capabilities() -> None:
    """Give up all capabilities, for good: also what a program that is started could gain."""
    libc = _libc()
    number = 0
    while libc.prctl(_CAPBSET_DROP, number, 0, 0, 0) == 0:
        number += 1
    header = struct.pack("Ii", 0x20080522, 0)
    _checked(libc.syscall(_CAPSET[platform.machine()], header, bytes(24)), "capset")


def no_new_privileges() -> None:
    _checked(_libc().prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl NO_NEW_PRIVS")


def landlock(readable: list[str], writable: list[str]) -> bool:
    """Allow reading below `readable`, anything below `writable`, nothing elsewhere; False on a kernel without it."""
    libc = _libc()
    version = libc.syscall(_LANDLOCK_CREATE, None, 0, 1)
    if version < 1:
        return False
    everything = (1 << (13 if version == 1 else 14 if version == 2 else 15)) - 1
    ruleset = struct.pack("Q", everything)
    fd = _checked(libc.syscall(_LANDLOCK_CREATE, ruleset, len(ruleset), 0), "landlock_create_ruleset")
    execute, read_file, read_folder, write_file, truncate = 1, 4, 8, 2, (1 << 14 if version >= 3 else 0)
    for paths, on_folder, on_file in (
        (readable, execute | read_file | read_folder, execute | read_file),
        (writable, everything, read_file | write_file | truncate),
    ):
        for path in paths:
            if not os.path.exists(path):
                continue
            opened = os.open(path, os.O_PATH | os.O_CLOEXEC)  # type: ignore[attr-defined]  # Linux alone
            allowed = on_folder if os.path.isdir(path) else on_file
            rule = struct.pack("=Qi", allowed, opened)
            _checked(libc.syscall(_LANDLOCK_ADD, fd, 1, rule, 0), f"landlock_add_rule {path}")
            os.close(opened)
    _checked(libc.syscall(_LANDLOCK_RESTRICT, fd, 0), "landlock_restrict_self")
    os.close(fd)
    return True


def seccomp(program: bytes) -> None:
    """Install a BPF program that filters this process's system calls from now on."""
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    _checked(_libc().prctl(_SET_SECCOMP, 2, header, 0, 0), "seccomp")
