"""Make `.venv` and put into it exactly what the lock names: `python3 tools/bootstrap.py lab` (or `dev`, for the tests).

Runs before anything is installed, with the standard library alone, and on Pythons too old for the course, so that
these can say so. A second run ends at once; what was interrupted or damaged it makes again.
"""

import argparse
import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys

try:
    import fcntl
except ImportError:  # Windows, where `uv run kfa lab` is the way
    fcntl = None

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, ROOT)  # nothing is installed yet
from tools.machine import Unfit, check_machine, find_python, fits, version_of  # noqa: E402

VENV = os.path.join(ROOT, ".venv")
WINDOWS = os.name == "nt"
BIN = os.path.join(VENV, "Scripts" if WINDOWS else "bin")
PYTHON = os.path.join(BIN, "python.exe" if WINDOWS else "python")
UV = os.path.join(BIN, "uv.exe" if WINDOWS else "uv")
STAMP = os.path.join(VENV, "kfa-installed.json")
UNFINISHED = os.path.join(VENV, "kfa-unfinished")  # at work, or cut off
LOCK = os.path.join(VENV, "kfa-lock")
TEMPORARY = os.path.join(VENV, "tmp")  # an installer that is killed leaves hundreds of MB

_OFFLINE = re.compile(r"Retrying \(|name resolution|NewConnectionError|ConnectTimeout|ProxyError|from versions: none")
_held = []  # the descriptor of the lock: an installer that outlives this process holds it on


def run(command, live=False, **options):
    """Whether a command went well; what it complains of is shown at once, or where it failed, and never when it is stopped."""
    if not live:
        options.setdefault("stderr", subprocess.PIPE)
    try:
        result = start(command, **options)
    except OSError:  # there is no such program
        return False
    if result.returncode and result.stderr:
        sys.stderr.write(result.stderr.decode("utf-8", "replace"))
    return result.returncode == 0


def start(command, **options):
    sys.stderr.flush()
    if os.path.exists(UNFINISHED):
        os.makedirs(TEMPORARY, exist_ok=True)
        options["env"] = dict(os.environ, TMPDIR=TEMPORARY, TEMP=TEMPORARY, TMP=TEMPORARY)
    if _held:
        options["pass_fds"] = _held
    return subprocess.run(command, cwd=ROOT, **options)


def has(python, *modules):
    code = "import " + ", ".join(modules)
    return run([python, "-I", "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_venv(python):
    """`.venv`, made anew where it is missing, broken (a moved folder) or of an unfit Python; the way to call its pip."""
    if not (fits(version_of(PYTHON) or (0, 0)) and os.path.exists(os.path.join(VENV, "pyvenv.cfg"))):
        clear()
        whole = has(python, "venv", "ensurepip")
        if not (whole or (has(python, "venv") and has(python, "pip"))):
            raise no_venv()
        say("Making .venv ...", "正在创建 .venv……")
        pip = [] if whole else ["--without-pip"]
        if not run([python, "-I", "-m", "venv", VENV, *pip], stdout=subprocess.DEVNULL):
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
    if not run([*by_uv, "--require-hashes", "-r", lock], live=True):
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
    command = [*pip, "install", "--quiet", "--retries", "2", "--no-input", "--require-hashes", "--no-deps", "-r", ours]
    result = start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
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
    for name in ("requirements/" + edition + ".txt", "pyproject.toml", "tools/bootstrap.py"):
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    digest.update(ROOT.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def look():
    """What the environment holds, as its own Python sees it (helpers/installation.py); None where that one doesn't run."""
    command = [PYTHON, "-I", os.path.join(ROOT, "helpers", "installation.py")]
    try:
        return json.loads(subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode())
    except (OSError, ValueError):
        return None


def stamp():
    """What the last installation that ended well left; empty where none did."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return {}
    kinds = {"editions": dict, "packages": list, "python": list, "folder": str}
    good = isinstance(found, dict) and all(isinstance(found.get(name), kind) for name, kind in kinds.items())
    return found if good else {}


def same(now):
    """Whether nothing was taken away since that installation: no package, no file of one, nor its Python."""
    then = stamp()
    if not (now and then) or now["broken"] or then["python"] != now["python"]:
        return False
    return set(then["packages"]) <= set(now["packages"])


def installed(edition):
    """Whether the edition (or `dev`, which contains `lab`) is in place, whole, and of the present lock."""
    known = stamp().get("editions", {})
    current = any(known.get(name) == key_of(name) for name in (edition, "dev"))
    return current and not os.path.exists(UNFINISHED) and same(look())


def remember(edition):
    now = look()
    if not now or now["broken"]:
        names = ", ".join(os.path.basename(folder) for folder in now["broken"]) if now else PYTHON
        raise Unfit(
            f"The installer says that all is there, but files are missing ({names}). Is the disk full, or does a "
            "program that guards the machine take files away? Run the command again when that is mended.",
            f"安装程序报告已完成，但仍缺少文件（{names}）。磁盘是否已满？是否有安全软件删除了文件？解决之后请再运行一次。",
        )
    done = {"editions": {edition: key_of(edition)}, "folder": ROOT}
    with open(STAMP, "w", encoding="utf-8") as file:
        json.dump({**done, "packages": now["packages"], "python": now["python"]}, file)


@contextlib.contextmanager
def alone():
    """One installation at a time in this folder."""
    os.makedirs(VENV, exist_ok=True)
    with open(LOCK, "a", encoding="utf-8") as file:
        if fcntl:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                say("Waiting for another installation in this folder ...", "正在等待此文件夹中的另一个安装结束……")
                fcntl.flock(file, fcntl.LOCK_EX)
            _held[:] = [file.fileno()]
        try:
            yield
        finally:
            _held.clear()


def make(edition, python):
    """The whole environment; the mark of it goes when it ends in order, and stays where it is cut off."""
    cut_off = os.path.exists(UNFINISHED)
    open(UNFINISHED, "w").close()
    try:
        prepare(cut_off)
        pip = make_venv(python)
        install(edition, pip)
        remember(edition)
        os.remove(UNFINISHED)
    except Unfit:
        os.remove(UNFINISHED)
        raise
    finally:
        shutil.rmtree(TEMPORARY, ignore_errors=True)


def prepare(cut_off):
    """Take away what an interrupted installation left, or what has been damaged since, so that it is made anew."""
    now, then = look(), stamp()
    broken = now["broken"] if now else []
    moved = then and not (now and then["python"] == now["python"] and then["folder"] == ROOT)
    if moved or (cut_off and not same(now)) or any(os.path.basename(folder).startswith("pip-") for folder in broken):
        say("What an earlier installation left is removed ...", "正在清除先前安装留下的内容……")
        clear()
    else:
        for folder in broken:
            shutil.rmtree(folder)  # an installer believes its own record


def clear():
    """Empty `.venv`, but for the mark that this is at work."""
    for entry in os.scandir(VENV):
        if entry.path not in (LOCK, UNFINISHED):
            shutil.rmtree(entry.path) if entry.is_dir(follow_symlinks=False) else os.remove(entry.path)


def say(english, chinese):
    sys.stderr.write(f"{english}  {chinese}\n")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("edition", choices=("lab", "dev"), help="lab: for learning; dev: for the tests as well")
    edition = parser.parse_args(arguments).edition
    for number in {signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
    try:
        if not installed(edition):
            python = find_python()
            check_machine(ROOT)
            with alone():
                if not installed(edition):  # another one has done it meanwhile
                    make(edition, python)
    except Unfit as reason:
        sys.stderr.write(f"\n{reason}\n")
        return 2
    except OSError as error:
        reason = f"{error.strerror or error}: {error.filename or VENV}"
        sys.stderr.write(f"\nThe installation failed ({reason}). Mend this, and run the same command again.\n")
        sys.stderr.write(f"安装失败（{reason}）。请先解决这个问题，再运行一次同样的命令。\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Run the same command again: what was fetched is kept.\n")
        sys.stderr.write("已停止。请再运行一次同样的命令：已下载的不会丢失。\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
