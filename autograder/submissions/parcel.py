"""What was handed in, in one piece: a notebook, and the files that lay beside it.

What a notebook imports, reads or shows from its folder is as much a part of it as its cells are. It travels with it, as
data, to whoever grades it.
"""

import os
import stat
import struct
from collections.abc import Iterator
from pathlib import Path

MOST_FILES = 100
MOST_BYTES = 16 * 2**20
"""Of all files beside a notebook together."""
_MOST_LOOKED_AT = 1000
_DEEPEST = 3
"""Folders within folders."""
_LONGEST_NAME = 200
_ONLY_READ = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
_LITTER = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "@eadir", "lost+found", "$recycle.bin"}
_LITTER |= {"system volume information", "timestamp.txt", "__pycache__"}
_HEAD = struct.Struct(">4sQI?")
_FILE = struct.Struct(">HI")
_SIGN = b"KFA\x01"

Files = dict[str, bytes]
"""Contents by name, such as "my_helpers.py" or "data/points.csv"."""


def beside(notebook: Path) -> tuple[Files, bool]:
    """The files in a notebook's folder, but for itself and what file managers leave; whether there was too much.

    Links are not followed, and no file is taken that is none. Where there is more than is taken, the first ones by
    name are.
    """
    found: Files = {}
    left, much = MOST_BYTES, False
    for k, path in enumerate(_walk(notebook.parent, _DEEPEST)):
        if k >= _MOST_LOOKED_AT:
            return found, True
        if path == notebook:
            continue
        name = path.relative_to(notebook.parent).as_posix()
        if not _fit(name):
            continue
        data = _read(path, left)
        if data is None:
            continue
        if len(data) > left or len(found) >= MOST_FILES:
            much = True
            continue
        left -= len(data)
        found[name] = data
    return found, much


def _walk(folder: Path, deep: int) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if litter(entry.name):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                if deep > 1:
                    yield from _walk(Path(entry.path), deep - 1)
            elif entry.is_file(follow_symlinks=False):
                yield Path(entry.path)
        except OSError:
            continue


def litter(name: str) -> bool:
    """Whether a name is one of what file managers, editors and nbgrader leave behind."""
    return name.startswith((".", "~$")) or name.casefold() in _LITTER


def _fit(name: str) -> bool:
    try:
        return len(name.encode()) <= _LONGEST_NAME and name.isprintable()
    except UnicodeEncodeError:
        return False


def _read(path: Path, most: int) -> bytes | None:
    """A regular file's content; of one that is longer than `most`, one byte more than that. None for what can't be read."""
    try:
        number = os.open(path, _ONLY_READ)
    except OSError:
        return None
    with os.fdopen(number, "rb") as file:
        try:
            found = os.fstat(number)
            if not stat.S_ISREG(found.st_mode):
                return None
            return bytes(most + 1) if found.st_size > most else file.read(most + 1)
        except OSError:
            return None


def packed(notebook: bytes, files: Files, much: bool = False) -> bytes:
    """A notebook and files as bytes, and whether there were more of them; a notebook alone is its own bytes."""
    if not files and not much and not notebook.startswith(_SIGN):
        return notebook
    parts = [_HEAD.pack(_SIGN, len(notebook), len(files), much), notebook]
    for name, data in files.items():
        text = name.encode()
        parts += [_FILE.pack(len(text), len(data)), text, data]
    return b"".join(parts)


def unpacked(data: bytes) -> tuple[bytes, Files, bool]:
    """The notebook, the files beside it, and whether some were left out."""
    if not data.startswith(_SIGN):
        return data, {}, False
    _sign, size, count, much = _HEAD.unpack_from(data)
    at = _HEAD.size + size
    files: Files = {}
    for _file in range(count):
        name, length = _FILE.unpack_from(data, at)
        at += _FILE.size
        files[data[at : at + name].decode()] = data[at + name : at + name + length]
        at += name + length
    return data[_HEAD.size : _HEAD.size + size], files, much
