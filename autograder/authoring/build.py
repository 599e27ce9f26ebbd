"""An author's file -> its pack, and the notebooks of its exercises in both languages."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from autograder.authoring import compiled, pack, source_file, varied
from autograder.authoring.cells import notebook
from autograder.authoring.declared import Words
from helpers.errors import CourseError
from helpers.language import LANGUAGES, current
from helpers.language import translate as _


def specs(path: Path, chosen: Sequence[str] = (), calibrated: bool = True) -> tuple[dict[str, str], list[dict]]:
    """The introduction of an author's file, and the data of its exercises.

    Args:
        chosen: ids; without any, all.
        calibrated: one that is judged by its accuracy must have been calibrated.

    Raises:
        CourseError: the file, or something in it, can't be used.
    """
    name = path.stem
    if not pack.NAME.fullmatch(name):
        raise CourseError(
            _(
                "{path}: the file gives the notebook its name. Use small letters, digits and _, beginning with a letter.",
                path=path,
            )
        )
    source, declared, names = source_file.read(path)
    ids = [one.id for one in declared]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice is not None:
        raise CourseError(_("{path} declares {id} twice.", path=path, id=repr(twice)))
    unknown = next((i for i in chosen if i not in ids), None)
    if unknown is not None:
        raise CourseError(
            _("{path} has no exercise {id}. It has: {ids}.", path=path, id=repr(unknown), ids=", ".join(ids))
        )
    ranges = known_ranges(path)
    found = []
    for one in declared:
        if chosen and one.id not in chosen:
            continue
        least = ranges.get(one.id, {}).get("least")
        if calibrated and compiled.kind_of(one) == "trained" and least is None:
            raise CourseError(
                _(
                    "{id} is judged by its accuracy, and nobody knows yet which one right answers reach. Find out: "
                    "kfa exercise calibrate {path} {id}",
                    id=one.id,
                    path=path,
                )
            )
        found.append(compiled.compiled(source, one, least, names))
    return _introduction(names), found


def build(path: Path, out: Path, say: Callable[[str], None], course: Path | None = None) -> list[Path]:
    """Write the pack and the notebooks, once each reference has passed its own check.

    Args:
        out: the folder for them: in `en` and `zh` what learners get, a notebook and the pack beside it.
        course: a folder of nbgrader's, which gets the notebook with the solutions in the language in use, and the
            pack; nothing is written to `out` then.

    Returns:
        what was written.

    Raises:
        CourseError: as `specs`; a reference that fails its own check; a file that can't be written.
    """
    introduction, made = specs(path)
    for spec in made:
        why = compiled.fails(spec)
        if why:
            raise CourseError(_("The reference of {id} fails its own check: {why}", id=spec["id"], why=why))
        if why := compiled.variants_fail(spec):
            raise CourseError(_("{id}: {why}", id=spec["id"], why=why))
        say(_("{id}: the reference passes its own check.", id=spec["id"]))
    name = path.stem
    packed = pack.packed(name, introduction, made)
    shown = [varied.usual(spec) for spec in made]

    def book(lang: str, solutions: bool) -> bytes:
        whole = notebook(name, introduction[lang], shown, lang, solutions)
        return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()

    files = {(course or out) / f"{name}{pack.ENDING}": packed}
    if course:
        files[course / "source" / name / f"{name}{pack.ENDING}"] = packed
        files[course / "source" / name / f"{name}.ipynb"] = book(current(), True)
    for lang in () if course else LANGUAGES:
        files[out / lang / f"{name}{pack.ENDING}"] = packed
        files[out / lang / f"{name}.ipynb"] = book(lang, False)
        files[out / lang / "solved" / f"{name}.ipynb"] = book(lang, True)
    try:
        for place, data in files.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CourseError(_("{path} can't be written ({reason}).", path=error.filename, reason=reason)) from None
    return list(files)


def known_ranges(path: Path) -> dict[str, Any]:
    """What was calibrated for the exercises of an author's file."""
    try:
        found = json.loads(compiled.path_of_ranges(path).read_text("utf-8"))
        return found if isinstance(found, dict) else {}
    except (OSError, ValueError):
        return {}


def _introduction(names: dict[str, Any]) -> dict[str, str]:
    said = names.get("introduction", names.get("__doc__") or "")
    return {"en": said.en, "zh": said.zh} if isinstance(said, Words) else {"en": str(said), "zh": str(said)}
