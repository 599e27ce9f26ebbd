"""Make `.venv` and put into it exactly what the lock names: `python3 tools/bootstrap.py lab` (or `dev`, for the tests).

Runs before anything is installed, with the standard library alone, and on Pythons too old for the
course, so that these can say so. A second run finds everything in place and ends at once.
"""

import argparse
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
WINDOWS = os.name == "nt"
BIN = os.path.join(VENV, "Scripts" if WINDOWS else "bin")
PYTHON = os.path.join(BIN, "python.exe" if WINDOWS else "python")
UV = os.path.join(BIN, "uv.exe" if WINDOWS else "uv")
STAMP = os.path.join(VENV, "kfa-installed.json")

OLDEST, NEWEST = (3, 11), (3, 13)
# TensorFlow has packages for these alone (its list of wheels, 2.21).
MACHINES = {("Linux", "x86_64"), ("Linux", "aarch64"), ("Darwin", "arm64"), ("Windows", "AMD64")}
ROOM = 3.0  # GB: 1.9 installed, the rest while installing
_OFFLINE = re.compile(r"Retrying \(|name resolution|NewConnectionError|ConnectTimeout|ProxyError|from versions: none")


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


def check_machine(system=None, machine=None, libc=None, free=None):
    """Tell what would otherwise fail in the middle of a large download."""
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
    free = shutil.disk_usage(ROOT).free / 1e9 if free is None else free
    if free < ROOM:
        raise Unfit(
            f"The course needs {ROOM:.0f} GB of disk space; {free:.1f} GB are free in {ROOT}. "
            "Make room and run the command again.",
            f"本课程需要 {ROOM:.0f} GB 磁盘空间，而 {ROOT} 只剩 {free:.1f} GB。请先腾出空间，再运行一次。",
        )


def run(command, **options):
    """Whether a command went well; its output goes to the terminal."""
    sys.stderr.flush()
    return subprocess.run(command, cwd=ROOT, **options).returncode == 0


def has(python, *modules):
    code = "import " + ", ".join(modules)
    return run([python, "-I", "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_venv(python):
    """`.venv`, made anew where it is missing, broken (a moved folder) or of an unfit Python; the way to call its pip."""
    if not fits(version_of(PYTHON) or (0, 0)):
        whole = has(python, "venv", "ensurepip")
        if not (whole or (has(python, "venv") and has(python, "pip"))):
            raise no_venv()
        say("Making .venv ...", "正在创建 .venv……")
        pip = [] if whole else ["--without-pip"]
        if not run([python, "-I", "-m", "venv", "--clear", VENV, *pip], stdout=subprocess.DEVNULL):
            raise no_venv()
    if has(PYTHON, "pip"):
        return [PYTHON, "-I", "-m", "pip"]
    if has(PYTHON, "ensurepip") and run([PYTHON, "-I", "-m", "ensurepip", "--default-pip"], stdout=subprocess.DEVNULL):
        return [PYTHON, "-I", "-m", "pip"]
    if has(python, "pip"):
        return [python, "-I", "-m", "pip", "--python", PYTHON]
    raise no_venv()


def no_venv():
    return Unfit(
        "This Python can't make a virtual environment. On Debian or Ubuntu: sudo apt install python3-venv; "
        "then run the command again.",
        "这个 Python 无法创建虚拟环境。在 Debian 或 Ubuntu 上请先运行 sudo apt install python3-venv，再试一次。",
    )


def install(edition, pip):
    """Install `requirements/<edition>.txt`, then the course itself from this folder."""
    lock = os.path.join(ROOT, "requirements", edition + ".txt")
    say("Installing the course's packages, some 450 MB the first time ...", "正在安装课程所需的软件包，首次约 450 MB……")
    pip = [*pip, "--disable-pip-version-check"]
    install_uv(pip, lock)
    # uv takes 15 s where pip takes 70 s; pip knows of mirrors that uv was not told of.
    by_uv = [UV, "pip", "install", "--python", PYTHON, *([] if sys.stderr.isatty() else ["--quiet"])]
    by_pip = [*pip, "install", "--quiet", "--retries", "2"]
    if not run([*by_uv, "--require-hashes", "-r", lock]):
        say("uv did not succeed; trying pip ...", "uv 未能完成，改用 pip……")
        if not run([*by_pip, "--require-hashes", "-r", lock]):
            raise Unfit(
                "Not every package could be installed; the lines above say why. Where it is the network, "
                "run the same command again: what was fetched is kept.",
                "有软件包未能安装，原因见上面几行。如果是网络问题，请再运行一次同样的命令：已下载的不会丢失。",
            )
    this = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
    if not (run([*by_uv, *this]) or run([*by_pip, *this])):
        raise Unfit(
            "The packages are there, but the course itself could not be installed; the lines above say why.",
            "软件包已经装好，但课程本身未能安装，原因见上面几行。",
        )
    if not run([PYTHON, "-I", "-c", "from helpers.kernel import register; register()"]):
        raise Unfit(
            "The kernel of the notebooks could not be registered; the lines above say why.",
            "笔记本的内核未能注册，原因见上面几行。",
        )


def install_uv(pip, lock):
    """uv in the locked version. It is the first thing to be fetched, so a missing network shows here."""
    with open(lock, encoding="utf-8") as file:
        block = re.search(r"^uv==[^\n]*\\\n(?:    [^\n]*\n?)+", file.read(), re.MULTILINE)
    ours = os.path.join(VENV, "uv.txt")
    with open(ours, "w", encoding="utf-8") as file:
        file.write(block.group(0))
    command = [*pip, "install", "--quiet", "--retries", "2", "--require-hashes", "--no-deps", "-r", ours]
    result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = result.stdout.decode("utf-8", "replace")
    if result.returncode and _OFFLINE.search(said):
        raise Unfit(
            "The packages can't be fetched: there is no network, or it needs a proxy or a mirror that pip does not "
            "know. Connect and run the same command again; only the first installation needs the network.",
            "无法下载软件包：没有网络，或者需要为 pip 设置代理或镜像。"
            "请连接网络后再运行一次同样的命令；只有首次安装需要联网。",
        )
    if result.returncode:
        sys.stderr.write(said)  # not the network: go on, pip alone may do


def key_of(edition):
    """What an installation depends on: the lock, pyproject.toml, this file, the folder, the Python."""
    digest = hashlib.sha256()
    for name in (
        os.path.join("requirements", edition + ".txt"),
        "pyproject.toml",
        os.path.join("tools", "bootstrap.py"),
    ):
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    digest.update(ROOT.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def packages():
    """The installed packages, by the names of their metadata folders."""
    found = []
    for folder, folders, _files in os.walk(os.path.join(VENV, "Lib" if WINDOWS else "lib")):
        if os.path.basename(folder) == "site-packages":
            found = sorted(name for name in folders if name.endswith(".dist-info"))
            break
    return found


def installed(edition):
    """Whether the edition (or `dev`, which contains `lab`) is in place: nothing changed, nothing was taken away."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            stamp = json.load(file)
        known = stamp["editions"]
        current = any(known.get(name) == key_of(name) for name in {edition, "dev"})
        return current and set(stamp["packages"]) <= set(packages()) and os.access(PYTHON, os.X_OK)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def remember(edition):
    with open(STAMP, "w", encoding="utf-8") as file:
        json.dump({"editions": {edition: key_of(edition)}, "packages": packages()}, file)


def say(english, chinese):
    sys.stderr.write(english + "  " + chinese + "\n")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("edition", choices=("lab", "dev"), help="lab: for learning; dev: for the tests as well")
    edition = parser.parse_args(arguments).edition
    try:
        if not installed(edition):
            python = find_python()
            check_machine()
            pip = make_venv(python)
            install(edition, pip)
            remember(edition)
    except Unfit as reason:
        sys.stderr.write(f"\n{reason}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
