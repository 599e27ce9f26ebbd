"""What lies in a download, file by file: a folder or an archive, archives in it opened, within limits; nothing is written."""

import io
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograder.submissions import parcel
from helpers.errors import CourseError
from helpers.language import translate as _

MOST_FILES = 20_000
MOST_BYTES = 2**30
MOST_FILE = 200 * 2**20
"""Bytes of one file, as of a notebook with its outputs."""
_DEEPEST = 3
"""Archives within archives."""
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True)
class File:
    """A file of a download: where in it, with the names of archives as folders, and its bytes."""

    path: PurePosixPath
    data: bytes = field(repr=False)
    when: tuple[int, ...] = ()
    """When it was last changed, as its archive says."""


class Download:
    """The files of a download; `notes` says what was left out, and why.

    Raises:
        CourseError: it is neither folder nor archive, or it is no fit one.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.notes = path, []  # type: Path, list[str]
        self._files, self._bytes = 0, 0
        if not path.exists():
            raise CourseError(_("There is no {path}.", path=path))
        if not path.is_dir() and not zipfile.is_zipfile(path):
            raise CourseError(
                _("{path} is neither a folder nor a zip archive. Give what the system let you download.", path=path)
            )

    def files(self) -> Iterator[File]:
        if self.path.is_dir():
            yield from self._folder()
        else:
            with zipfile.ZipFile(self.path) as archive:
                yield from self._archive(archive, PurePosixPath(), 1)

    def _folder(self) -> Iterator[File]:
        for place, folders, names in os.walk(self.path):
            folders[:] = sorted(f for f in folders if not parcel.litter(f))
            for name in sorted(names):
                path = Path(place, name)
                inside = PurePosixPath(path.relative_to(self.path).as_posix())
                if parcel.litter(name):
                    continue
                self._one_more()
                status = path.lstat()
                if not stat.S_ISREG(status.st_mode):
                    self._note(inside, _("is a link, or no file"))
                elif self._fits(inside, status.st_size):
                    yield from self._one(inside, path.read_bytes(), (int(status.st_mtime),), 0)

    def _archive(self, archive: zipfile.ZipFile, above: PurePosixPath, deep: int) -> Iterator[File]:
        for info in archive.infolist():
            if info.is_dir():
                continue
            self._one_more()
            place = _inside(_name(info))
            if place is None:
                self._note(above / "…", _("an entry leads out of the archive: {name}", name=ascii(info.filename)[:80]))
                continue
            if any(parcel.litter(part) for part in place.parts):
                continue
            inside = above / place
            if info.flag_bits & 1:
                self._note(inside, _("is locked with a password"))
                continue
            if stat.S_ISLNK(info.external_attr >> 16):
                self._note(inside, _("is a link, or no file"))
                continue
            if not self._fits(inside, info.file_size):
                continue
            try:
                with archive.open(info) as file:
                    data = file.read(MOST_FILE + 1)  # whatever the archive says of its size
            except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError, ValueError) as error:
                self._note(inside, _("can't be unpacked ({reason})", reason=str(error) or type(error).__name__))
                continue
            if len(data) > info.file_size:
                self._bytes += len(data) - info.file_size
            yield from self._one(inside, data, info.date_time, deep)

    def _one(self, inside: PurePosixPath, data: bytes, when: tuple[int, ...], deep: int) -> Iterator[File]:
        if inside.suffix.lower() != ".zip":
            yield File(inside, data, when)
            return
        if deep >= _DEEPEST:
            self._note(inside, _("is an archive in an archive in an archive"))
            return
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield from self._archive(archive, inside.with_suffix(""), deep + 1)
        except zipfile.BadZipFile:
            self._note(inside, _("is called an archive, and is none"))

    def _fits(self, inside: PurePosixPath, size: int) -> bool:
        """Whether a file of this size may be read."""
        self._bytes += min(size, MOST_FILE + 1)
        self._one_more(0)
        if size > MOST_FILE:
            self._note(inside, _("is larger than {size} MB", size=MOST_FILE // 2**20))
            return False
        return True

    def _one_more(self, count: int = 1) -> None:
        """One more file; ends all where there are too many, or too large ones."""
        self._files += count
        if self._files > MOST_FILES or self._bytes > MOST_BYTES:
            raise CourseError(
                _(
                    "{path} holds more than {files} files, or more than {size} GB: this is no download of a class. Nothing was "
                    "collected.",
                    path=self.path,
                    files=MOST_FILES,
                    size=MOST_BYTES // 2**30,
                )
            )

    def _note(self, inside: PurePosixPath, reason: str) -> None:
        self.notes.append(f"{inside}: {reason}")


def _name(info: zipfile.ZipInfo) -> str:
    """A name that is not marked as UTF-8 may be all the same: archives of macOS are."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def _inside(name: str) -> PurePosixPath | None:
    """Where an entry lies in its archive; None where it leads out of it, or is no name."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or _DRIVE.match(name) or "\0" in name or not path.parts:
        return None
    return path
