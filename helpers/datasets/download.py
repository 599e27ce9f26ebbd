"""CIFAR-10, which may not be passed on: fetched from its authors when asked for, kept in the course's own cache."""

import hashlib
import io
import os
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import numpy as np

from helpers.datasets.images import Split
from helpers.errors import CourseError
from helpers.language import translate as _


@dataclass(frozen=True)
class Archive:
    """A file on the network: where it is, how long, and its SHA-256."""

    url: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        return self.url.rsplit("/", 1)[-1]


# The binary edition holds the same images as the Python one, and is read without pickle.
CIFAR10 = Archive(
    url="https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
    size=170_052_171,
    sha256="c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
)
_TRAIN = tuple(f"cifar-10-batches-bin/data_batch_{k}.bin" for k in range(1, 6))
_TEST = ("cifar-10-batches-bin/test_batch.bin",)
_RECORD = 1 + 3 * 32 * 32  # the label, then the red, green and blue plane
_BATCH = 10_000 * _RECORD
_SILENCE = 20  # seconds without a byte after which the other side is taken for gone


def cifar10(download: bool = False, time_limit: float = 900) -> tuple[Split, Split]:
    """CIFAR-10: `(x_train, y_train), (x_test, y_test)`, in the form of `photo_crops`.

    Images are uint8 (50000, 32, 32, 3) and (10000, 32, 32, 3), RGB; labels uint8 (n,), 0 to 9 (in
    `keras.datasets` they are (n, 1)): airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck.

    Args:
        download: fetch the archive (170 MB) from its authors if it is not in the cache yet. Its SHA-256 is checked
            at every load. Keras's own cache is neither read nor written.
        time_limit: seconds that the download may take in all; 20 s without a byte end it, too.

    Raises:
        CourseError: when it is not there and `download` is False; without a network; past the time limit; when the
            cache can't be written or what came is not the archive. Nothing is left half done.
    """
    path = cache_folder() / CIFAR10.name
    if not os.path.exists(path):  # False, too, where we may not look
        if not download:
            raise CourseError(
                _(
                    "CIFAR-10 does not come with the course, because its licence does not permit passing it on. "
                    "Use `photo_crops()` instead (same shape, ten classes), or fetch it with "
                    "`cifar10(download=True)` ({size} MB).",
                    size=CIFAR10.size // 1_000_000,
                )
            )
        _fetch(CIFAR10, path, time_limit)
    return _parse(_checked(CIFAR10, path))


def cache_folder() -> Path:
    """Where downloads are kept: `$KFA_HOME/cache` if that is set, else the system's place for caches."""
    if os.environ.get("KFA_HOME"):
        return Path(os.environ["KFA_HOME"]) / "cache"
    import platformdirs

    return Path(platformdirs.user_cache_dir("kfa"))


def _checked(archive: Archive, path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(
            _(
                "The downloaded file {path} cannot be read ({reason}). Give yourself the right to read it, or delete it "
                "and call `cifar10(download=True)`.",
                path=path,
                reason=_reason(error),
            )
        ) from None
    if hashlib.sha256(data).hexdigest() != archive.sha256:
        raise CourseError(
            _("The downloaded file {path} is damaged. Delete it, then call `cifar10(download=True)`.", path=path)
        )
    return data


def _fetch(archive: Archive, path: Path, time_limit: float) -> None:
    """Download to a file of another name, check it, then give it its own: `path` is whole or not there."""
    deadline = time.monotonic() + time_limit
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part, part_name = tempfile.mkstemp(prefix=f"{archive.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise CourseError(
            _(
                "The folder {folder} cannot be written ({reason}). Set KFA_HOME to a folder that you may write to.",
                folder=path.parent,
                reason=_reason(error),
            )
        ) from None
    try:
        with open(part, "wb") as file:
            _receive(archive, file, deadline, time_limit)
        os.replace(part_name, path)
    except (urllib.error.URLError, HTTPException, OSError) as error:
        raise CourseError(
            _(
                "CIFAR-10 could not be downloaded from {url} ({reason}). Try again when you are online; until then, "
                "`photo_crops()` has images of the same shape.",
                url=archive.url,
                reason=_reason(error),
            )
        ) from None
    finally:
        Path(part_name).unlink(missing_ok=True)


def _receive(archive: Archive, file: io.BufferedIOBase, deadline: float, time_limit: float) -> None:
    received, digest = 0, hashlib.sha256()
    with urllib.request.urlopen(archive.url, timeout=_patience(deadline)) as response, _Bar(archive) as advance:
        while True:
            if time.monotonic() > deadline:
                raise CourseError(
                    _(
                        "The download of CIFAR-10 took longer than {seconds} s and was stopped at {got} of {size} MB. "
                        "For a slow connection: `cifar10(download=True, time_limit={more})`.",
                        seconds=f"{time_limit:g}",
                        got=received // 1_000_000,
                        size=archive.size // 1_000_000,
                        more=f"{4 * time_limit:g}",
                    )
                )
            chunk = response.read1(1 << 16)  # what is there, so that the clock is looked at between
            if not chunk:
                break
            received += len(chunk)
            if received > archive.size:
                break
            digest.update(chunk)
            file.write(chunk)
            advance(len(chunk))
    if received != archive.size or digest.hexdigest() != archive.sha256:
        raise CourseError(
            _(
                "What came from {url} is not the CIFAR-10 that the course knows (cut off or changed on the way), "
                "so it was not kept. Try again later.",
                url=archive.url,
            )
        )


def _patience(deadline: float) -> float:
    return max(0.001, min(_SILENCE, deadline - time.monotonic()))


class _Bar:
    """A progress bar; gives the function to call with the number of bytes that came."""

    def __init__(self, archive: Archive) -> None:
        from rich import progress

        self._progress = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.DownloadColumn(),
            progress.TimeRemainingColumn(),
        )
        self._task = self._progress.add_task(archive.name, total=archive.size)

    def __enter__(self):
        self._progress.start()
        return lambda number: self._progress.advance(self._task, number)

    def __exit__(self, *error: object) -> None:
        self._progress.stop()


def _parse(data: bytes) -> tuple[Split, Split]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as tar:  # of a known checksum, so it can be read
        return _images(tar, _TRAIN), _images(tar, _TEST)


def _images(tar: tarfile.TarFile, members: tuple[str, ...]) -> Split:
    records = [np.frombuffer(tar.extractfile(m).read(_BATCH), np.uint8).reshape(-1, _RECORD) for m in members]
    rows = np.concatenate(records)
    planes = rows[:, 1:].reshape(-1, 3, 32, 32)
    return np.ascontiguousarray(planes.transpose(0, 2, 3, 1)), rows[:, 0].copy()


def _reason(error: Exception) -> str:
    cause = getattr(error, "reason", error)  # a URLError wraps what happened
    return str(getattr(cause, "strerror", None) or cause or type(error).__name__)
