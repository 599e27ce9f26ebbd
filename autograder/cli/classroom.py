"""The commands of an instructor, with nbgrader."""

import shlex
from pathlib import Path
from typing import Annotated, Any

import typer

from autograder.cli import class_marks, class_work
from autograder.cli.commands import Commands
from autograder.cli.commands import lang as lang_option
from helpers.errors import CourseError
from helpers.language import translate as _


def add(app: typer.Typer) -> None:
    """Add the commands to an application."""
    Lang = lang_option()
    classroom = typer.Typer(cls=Commands, rich_markup_mode=None, no_args_is_help=True)
    app.add_typer(classroom, name="class", help=_("Prepare a course with nbgrader: `kfa class init`."))

    @classroom.callback()
    def class_(lang: Lang = "") -> None:
        pass

    words = _("Make the folder of a course, in which nbgrader and its formgrader grade in a sandbox.")

    @classroom.command(help=words, short_help=words)
    def init(
        folder: Annotated[str, typer.Argument(metavar="DIR", help=_("the folder of the course"))] = "",
        chapter: Annotated[
            list[str] | None,
            typer.Option(
                "--chapter", metavar="NN", help=_("put this chapter into source/, such as 01; as often as you like")
            ),
        ] = None,
        db_url: Annotated[
            str, typer.Option("--db-url", metavar="URL", help=_("the gradebook (default: a file, SQLite)"))
        ] = "",
        roster: Annotated[
            str, typer.Option("--roster", metavar="CSV", help=_("the names of the class, as a system exports them"))
        ] = "",
        lang: Lang = "",
    ) -> None:
        if not folder:
            raise CourseError(_("Which folder? For example: {example}", example="kfa class init mycourse"))
        _init_class(Path(folder), chapter or [], db_url, roster)

    for family in (class_work, class_marks):
        family.add(classroom)


def _init_class(folder: Path, chapters: list[str], db_url: str, roster: str) -> None:
    from autograder import classroom
    from autograder.classroom import roster as rosters

    known = rosters.read(Path(roster)) if roster else None
    for path, written in [classroom.install(folder, db_url), *classroom.bring(folder, chapters)]:
        print(_("{path} is written.", path=path) if written else _("{path} is there already and stays.", path=path))
    if known:
        _take_roster(folder, known)
    assignments = sorted(path.name for path in (folder / "source").glob("[!.]*") if path.is_dir())
    lines = [f"cd {shlex.quote(str(folder))}"] if folder.resolve() != Path.cwd() else []
    if assignments:
        lines += [f"kfa class release {assignments[-1]}", f"kfa class collect {assignments[-1]} submissions.zip"]
        lines.append("kfa class grade")
    else:
        lines = [f"kfa class init {shlex.quote(str(folder))} --chapter 01", *lines]
        lines.append("kfa class release 01_introduction")
    print("\n".join([_("Next:"), *(f"  {line}" for line in lines)]))


def _take_roster(folder: Path, known: Any) -> None:
    from autograder.classroom import roster as rosters
    from autograder.classroom import with_nbgrader
    from autograder.classroom.course import Course
    from autograder.pools import private_file

    course = Course(folder)
    private_file.write(course.roster_file, rosters.written(known))
    for note in known.notes:
        print(note)
    with_nbgrader.add_students(course, known)
    print(_("{path} is written: {count} names.", path=course.roster_file, count=len(known.persons)))
