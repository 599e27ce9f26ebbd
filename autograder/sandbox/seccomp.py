"""The filter of system calls in a sandbox: what no model needs is refused, and memory that no limit counts."""

import errno
import platform
import socket
import struct

_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_REFUSED: dict[str, dict[str, int]] = {
    "x86_64": {
        "shmget": 29, "semget": 64, "msgget": 68, "ptrace": 101, "syslog": 103, "mknod": 133, "personality": 135, "vhangup": 153, "pivot_root": 155,
        "adjtimex": 159, "chroot": 161, "acct": 163, "settimeofday": 164, "mount": 165, "umount2": 166, "swapon": 167,
        "swapoff": 168, "reboot": 169, "sethostname": 170, "setdomainname": 171, "iopl": 172, "ioperm": 173,
        "init_module": 175, "delete_module": 176, "quotactl": 179, "clock_settime": 227, "mbind": 237,
        "mq_open": 240, "kexec_load": 246, "add_key": 248, "request_key": 249, "keyctl": 250, "migrate_pages": 256,
        "mknodat": 259, "unshare": 272, "move_pages": 279, "perf_event_open": 298, "fanotify_init": 300,
        "name_to_handle_at": 303, "open_by_handle_at": 304, "clock_adjtime": 305, "setns": 308,
        "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "finit_module": 313, "kexec_file_load": 320,
        "memfd_create": 319, "bpf": 321, "userfaultfd": 323, "listen": 50, "io_setup": 206, "epoll_create": 213,
        "inotify_init": 253, "splice": 275, "tee": 276, "vmsplice": 278, "epoll_create1": 291, "inotify_init1": 294,
    },
    "aarch64": {
        "io_setup": 0, "epoll_create1": 20, "inotify_init1": 26, "vmsplice": 75, "splice": 76, "tee": 77, "listen": 201,
        "mknodat": 33, "umount2": 39, "mount": 40, "pivot_root": 41, "chroot": 51, "vhangup": 58, "quotactl": 60,
        "acct": 89, "personality": 92, "unshare": 97, "kexec_load": 104, "init_module": 105, "delete_module": 106,
        "clock_settime": 112, "syslog": 116, "ptrace": 117, "reboot": 142, "sethostname": 161, "setdomainname": 162,
        "settimeofday": 170, "adjtimex": 171, "mq_open": 180, "msgget": 186, "semget": 190, "shmget": 194, "add_key": 217, "request_key": 218, "keyctl": 219,
        "swapon": 224, "swapoff": 225, "mbind": 235, "migrate_pages": 238, "move_pages": 239,
        "perf_event_open": 241, "fanotify_init": 262, "name_to_handle_at": 264, "open_by_handle_at": 265,
        "clock_adjtime": 266, "setns": 268, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272,
        "finit_module": 273, "memfd_create": 279, "bpf": 280, "userfaultfd": 282, "kexec_file_load": 294,
    },
}  # fmt: skip
# io_uring, pidfd_getfd, Landlock, memfd_secret and the new calls for mounts: one number everywhere.
_REFUSED_EVERYWHERE = (425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442, 443, 444, 445, 446, 447)
_SOCKET = {"x86_64": (41, 53), "aarch64": (198, 199)}  # socket, socketpair
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE3 = 435
_PRCTL = {"x86_64": 157, "aarch64": 167}
_SET_PDEATHSIG = 1
_NEW_NAMESPACES = 0x7E020000
_FAMILIES = (socket.AF_INET, socket.AF_INET6)
"""Beside connections between its own processes. There is no network, so nothing waits in one of these to be read."""
_TYPE = 0xF
_MMAP = {"x86_64": 9, "aarch64": 222}
_MAP_SHARED, _MAP_ANONYMOUS = 0x01, 0x20
_SETSOCKOPT = {"x86_64": 54, "aarch64": 208}
_SOL_SOCKET = 1
_BUFFERS = (7, 8, 32, 33)  # SO_SNDBUF, SO_RCVBUF, and both for who is privileged
_FCNTL = {"x86_64": 72, "aarch64": 25}
_LOCKS_AND_PIPES = (6, 7, 37, 38, 1026, 1031)
"""F_SETLK, F_SETLKW and those for open files, F_NOTIFY, F_SETPIPE_SZ: each lock takes memory, and nothing counts them."""

_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x54, 0x06
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND, _THIRD, _FOURTH = 0, 4, 16, 24, 32, 40

Line = tuple[int, int, int, int]


def program() -> bytes:
    """The filter for this machine's architecture, as BPF."""
    machine = platform.machine()
    refused = _ERROR | errno.EPERM
    lines: list[Line] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _AUDIT[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":  # the numbers of x32 name the same calls once more
        lines += [(_AT_LEAST, 0, 1, 0x40000000), (_RETURN, 0, 0, refused)]
    for number in (*_REFUSED[machine].values(), *_REFUSED_EVERYWHERE):
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, refused)]
    # glibc falls back to clone, whose flags can be seen here
    lines += [(_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _ERROR | errno.ENOSYS)]
    lines += [
        (_EQUAL, 0, 4, _CLONE[machine]),
        (_LOAD, 0, 0, _FIRST),
        (_ANY_BIT, 0, 1, _NEW_NAMESPACES),
        (_RETURN, 0, 0, refused),
        (_RETURN, 0, 0, _ALLOW),
    ]
    lines += [  # a kernel ends with its grader
        (_EQUAL, 0, 4, _PRCTL[machine]),
        (_LOAD, 0, 0, _FIRST),
        (_EQUAL, 0, 1, _SET_PDEATHSIG),
        (_RETURN, 0, 0, refused),
        (_RETURN, 0, 0, _ALLOW),
    ]
    for number in _SOCKET[machine]:
        lines += _for_call(
            number,
            [
                (_LOAD, 0, 0, _FIRST),
                *_one_of(_FAMILIES, (_RETURN, 0, 0, _ALLOW)),
                (_EQUAL, 1, 0, int(socket.AF_UNIX)),
                (_RETURN, 0, 0, refused),
                (_LOAD, 0, 0, _SECOND),
                (_AND, 0, 0, _TYPE),
                (_EQUAL, 0, 1, int(socket.SOCK_STREAM)),  # of others, many may write to one that doesn't read
                (_RETURN, 0, 0, _ALLOW),
                (_RETURN, 0, 0, refused),
            ],
        )
    shared = [(_LOAD, 0, 0, _FOURTH), (_ANY_BIT, 0, 2, _MAP_ANONYMOUS), (_ANY_BIT, 0, 1, _MAP_SHARED)]
    lines += _for_call(_MMAP[machine], [*shared, (_RETURN, 0, 0, refused), (_RETURN, 0, 0, _ALLOW)])
    sizes = [(_LOAD, 0, 0, _SECOND), (_EQUAL, 1, 0, _SOL_SOCKET), (_RETURN, 0, 0, _ALLOW), (_LOAD, 0, 0, _THIRD)]
    sizes += _one_of(_BUFFERS, (_RETURN, 0, 0, refused))
    lines += _for_call(_SETSOCKOPT[machine], [*sizes, (_RETURN, 0, 0, _ALLOW)])
    locks = [(_LOAD, 0, 0, _SECOND), *_one_of(_LOCKS_AND_PIPES, (_RETURN, 0, 0, _ERROR | errno.ENOLCK))]
    lines += _for_call(_FCNTL[machine], [*locks, (_RETURN, 0, 0, _ALLOW)])
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def _for_call(number: int, block: list[Line]) -> list[Line]:
    """Lines for one call, all of whose ways return: what comes next still has the number of the call."""
    return [(_EQUAL, 0, len(block), number), *block]


def _one_of(values: tuple[int, ...], then: Line) -> list[Line]:
    """Lines that return where what was loaded is one of these."""
    tests = [(_EQUAL, len(values) - k, 0 if k < len(values) else 1, int(v)) for k, v in enumerate(values, 1)]
    return [*tests, then]
