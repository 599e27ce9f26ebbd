"""A learner's working copy of the course, `work/<lang>/`: theirs alone, no update or rebuild ever writes over it."""

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers import contents, language, whole_file
from helpers.errors import CourseError
from helpers.language import translate as _

ROOT = Path(__file__).parents[1]
_MANIFEST = ".kfa.json"


class Workspace:
    """The working copy in one language.

    It keeps, in a hidden file, which edition of each chapter it was made from, so that a newer one can be offered.

    Args:
        lang: "en" or "zh"; default: the language in use.
        root: the course's folder, with `notebooks/` and `work/`.
    """

    def __init__(self, lang: str | None = None, root: Path = ROOT) -> None:
        self.lang = lang or language.current()
        self.source = root / "notebooks" / self.lang
        self.folder = root / "work" / self.lang

    def chapters(self) -> list[str]:
        """The stems of all chapters, in order.

        Raises:
            CourseError: the course's notebooks are not there.
        """
        stems = sorted(path.stem for path in self.source.glob("*.ipynb"))
        if not stems:
            raise CourseError(
                _(
                    "There are no notebooks in {path}. Start from a complete copy of the course, "
                    "or build them with `make build`.",
                    path=self.source,
                )
            )
        return stems

    def tell(self, points: dict[str, float]) -> None:
        """Bring the page of contents up to date, where there is one (`helpers.contents`)."""
        if (self.folder / contents.PAGE).exists():
            contents.write(self.folder, points, self.lang)

    def update(self) -> list[str]:
        """Bring what is missing; returns the chapters that stayed as they are although there is a newer edition.

        Raises:
            CourseError: no notebooks to copy, or a folder that can't be written.
        """
        self.chapters()
        origins = self._origins()
        newer = []
        with self._writing():
            for path in sorted(path for path in self.source.rglob("*") if path.is_file()):
                name = path.relative_to(self.source).as_posix()
                if not (self.folder / name).exists():
                    self._copy(name)
                    origins[name] = _fingerprint(path)
                elif path.suffix == ".ipynb" and origins.get(name, "") not in ("", _fingerprint(path)):
                    newer.append(path.stem)
            self._remember(origins)
        return newer

    def reset(self, chapter: str) -> tuple[Path, Path | None]:
        """A fresh chapter; the old one stays beside it as `<stem>.backup-<n>.ipynb`.

        Args:
            chapter: a stem, or as much of its beginning as tells it from the others ("01", "1").

        Returns:
            The fresh notebook and the backup (None where there was nothing to keep).

        Raises:
            CourseError: no such chapter, or a folder that can't be written.
        """
        name = self._find(chapter) + ".ipynb"
        mine, backup = self.folder / name, None
        origins = self._origins()
        with self._writing():
            if mine.exists() and mine.read_bytes() not in (self._edition(name), (self.source / name).read_bytes()):
                backup = self._free(mine)
                mine.rename(backup)
            self._copy(name)
            origins[name] = _fingerprint(self.source / name)
            self._remember(origins)
        return mine, backup

    def _find(self, chapter: str) -> str:
        asked = chapter.removesuffix(".ipynb")
        asked = asked.zfill(2) if asked.isdigit() else asked
        stems = self.chapters()
        found = [stem for stem in stems if stem == asked] or [
            stem for stem in stems if asked and stem.startswith(asked)
        ]
        if len(found) != 1:
            raise CourseError(
                _("There is no chapter {name!r}. The chapters are: {all}.", name=chapter, all=", ".join(stems))
            )
        return found[0]

    def _free(self, path: Path) -> Path:
        number = 1
        while (backup := path.with_name(f"{path.stem}.backup-{number}.ipynb")).exists():
            number += 1
        return backup

    def _copy(self, name: str) -> None:
        """Copy whole or not at all: an interrupted start leaves no half notebook."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        whole_file.write(target, self._edition(name))

    def _edition(self, name: str) -> bytes:
        """A file as it is copied: a notebook says what kernel it runs in, as JupyterLab would write in it when it is opened.

        Else a chapter that nobody has touched would ask to be saved when it is closed.
        """
        data = (self.source / name).read_bytes()
        if not name.endswith(".ipynb"):
            return data
        try:
            book = json.loads(data)
            if not isinstance(book["metadata"].get("kernelspec"), dict):
                return data
            book["metadata"]["language_info"] = _language()
        except (ValueError, LookupError, TypeError, AttributeError):
            return data
        return (json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()

    def _origins(self) -> dict[str, str]:
        try:
            found = json.loads((self.folder / _MANIFEST).read_text(encoding="utf-8"))
            return {str(name): str(value) for name, value in found.items()}
        except (OSError, ValueError, AttributeError):
            return {}

    def _remember(self, origins: dict[str, str]) -> None:
        path = self.folder / _MANIFEST
        text = json.dumps(origins, indent=1, sort_keys=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            yield
        except OSError as error:
            raise CourseError(
                _(
                    "Your working copy in {path} can't be written ({reason}). "
                    "Give yourself the right to write there, or copy the course's folder to a place of your own.",
                    path=self.folder,
                    reason=error.strerror or type(error).__name__,
                )
            ) from None


def _language() -> dict[str, object]:
    """What ipykernel says of its language."""
    return {
        "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": f"ipython{sys.version_info[0]}",
        "version": ".".join(map(str, sys.version_info[:3])),
    }


def writable(folder: Path) -> bool:
    """Whether a file can be made in a folder, which is made if need be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def started(root: Path = ROOT) -> list[str]:
    """The languages that have a working copy."""
    return [lang for lang in language.LANGUAGES if (root / "work" / lang / _MANIFEST).exists()]


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def shown(path: Path) -> str:
    """A path as short as a reader in the current folder would write it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
