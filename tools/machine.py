"""What the course needs of a machine before anything is installed: a Python, a package of TensorFlow for it, room on the disk.

Read and run by Pythons too old for the course, too.
"""

import platform
import shutil
import subprocess
import sys

OLDEST, NEWEST = (3, 11), (3, 13)
# TensorFlow has packages for these alone (its list of wheels, 2.21).
MACHINES = {("Linux", "x86_64"), ("Linux", "aarch64"), ("Darwin", "arm64"), ("Windows", "AMD64")}
ROOM = 3.0  # GB: 1.9 installed, the rest while installing


class Unfit(Exception):
    """Why there can be no course here, as a sentence in English and one in Chinese."""

    def __init__(self, english, chinese):
        super().__init__(english + "\n" + chinese)


def fits(version):
    return OLDEST <= tuple(version[:2]) <= NEWEST


def version_of(python):
    """The version of an interpreter as (major, minor), or None where it doesn't run."""
    code = "import sys; print('%d %d' % sys.version_info[:2])"
    try:
        out = subprocess.run(
            [python, "-I", "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60
        ).stdout
        return tuple(int(number) for number in out.split())[:2] or None
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def find_python(executable=sys.executable, version=sys.version_info):
    """A Python that the course can use: the one that runs this, else another one on PATH."""
    if fits(version):
        return executable
    for minor in (12, 13, 11):
        other = shutil.which(f"python3.{minor}")
        if other and version_of(other) == (3, minor):
            return other
    have = "{}.{}".format(*version[:2])
    raise Unfit(
        f"The course needs Python 3.11, 3.12 or 3.13; `python3` here is Python {have}, and no other was found. "
        "Install one of them and run the command again (Debian, Ubuntu: sudo apt install python3 python3-venv).",
        f"本课程需要 Python 3.11、3.12 或 3.13；这里的 `python3` 是 Python {have}，也没有找到其他版本。"
        "请安装其中一个版本，再运行一次（Debian、Ubuntu：sudo apt install python3 python3-venv）。",
    )


def check_machine(folder, system=None, machine=None, libc=None, free=None):
    """Tell what would otherwise fail in the middle of a large download into this folder."""
    system = system or platform.system()
    machine = machine or platform.machine()
    libc = libc or platform.libc_ver()[0] or "another C library"
    musl = system == "Linux" and libc != "glibc"
    if (system, machine) not in MACHINES or musl:
        name = f"{system}, {libc if musl else machine}"
        raise Unfit(
            f"TensorFlow, with which the course computes, has no package for this machine ({name}). "
            "Use Linux with glibc on x86-64 or ARM, a Mac with an Apple processor, or Windows on x86-64.",
            f"本课程用 TensorFlow 计算，而它没有适用于这台机器（{name}）的安装包。"
            "请使用 x86-64 或 ARM 上带 glibc 的 Linux、Apple 芯片的 Mac，或 x86-64 上的 Windows。",
        )
    free = shutil.disk_usage(folder).free / 1e9 if free is None else free
    if free < ROOM:
        raise Unfit(
            f"The course needs {ROOM:.0f} GB of disk space; {free:.1f} GB are free in {folder}. "
            "Make room and run the command again.",
            f"本课程需要 {ROOM:.0f} GB 磁盘空间，而 {folder} 只剩 {free:.1f} GB。请先腾出空间，再运行一次。",
        )
