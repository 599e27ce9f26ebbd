"""The commands of an instructor for what goes out and comes in: release, collect, grade, feedback, export."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from autograder.cli.commands import lang as lang_option
from helpers.errors import CourseError
from helpers.language import translate as _

_AUTOGRADER = "gradescope-autograder"


def add(classroom: typer.Typer) -> None:
    """Add the commands to those of `kfa class`."""
    Lang = lang_option()

    words = _("Make what learners get of an assignment, with nbgrader.")

    @classroom.command(help=words, short_help=words)
    def release(
        assignment: Annotated[str, typer.Argument(metavar="NAME", help=_("of the assignment"))] = "",
        folder: Annotated[str, typer.Argument(metavar="DIR", help=_("the folder of the course (default: here)"))] = "",
        variants: Annotated[
            bool, typer.Option("--variants", help=_("a notebook for each learner, with numbers of their own"))
        ] = False,
        lang: Lang = "",
    ) -> None:
        _release(*_wanted(assignment, folder, "kfa class release 01_introduction"), variants)

    words = _("Put a download of Canvas, Moodle or ILIAS, or a folder, where it is graded; says who is missing.")

    @classroom.command(help=words, short_help=words)
    def collect(
        assignment: Annotated[str, typer.Argument(metavar="NAME", help=_("of the assignment"))] = "",
        download: Annotated[str, typer.Argument(metavar="ZIP", help=_("a zip as it was downloaded, or a folder"))] = "",
        folder: Annotated[str, typer.Argument(metavar="DIR", help=_("the folder of the course (default: here)"))] = "",
        system: Annotated[
            str, typer.Option(metavar="NAME", help=_("canvas, moodle, ilias or folders (default: as it looks)"))
        ] = "",
        named: Annotated[
            str, typer.Option(metavar="RE", help=_("for another system: an expression with a group (?P<student>…)"))
        ] = "",
        lang: Lang = "",
    ) -> None:
        from autograder.authoring import pack
        from autograder.classroom import collect, systems

        of, name = _wanted(assignment, folder, "kfa class collect 01_introduction submissions.zip")
        if not download:
            raise CourseError(
                _("Which download? For example: {example}", example=f"kfa class collect {name} submissions.zip")
            )
        if system and system not in systems.SYSTEMS:
            raise CourseError(_("--system is one of: {all}.", all=", ".join(systems.SYSTEMS)))
        pack.use_all(of.folder)
        print(collect.collect(of, name, Path(download), named=named, system=system))

    words = _("Grade all that was handed in: marks, feedback pages, and nbgrader's gradebook.")

    @classroom.command(help=words, short_help=words)
    def grade(
        folder: Annotated[str, typer.Argument(metavar="DIR", help=_("the folder of the course (default: here)"))] = "",
        workers: Annotated[
            int, typer.Option(metavar="N", min=0, help=_("submissions at a time (0: one for each core)"))
        ] = 0,
        scheduler: Annotated[str, typer.Option(metavar="ADDRESS", help=_("a Dask scheduler, for a cluster"))] = "",
        lang: Lang = "",
    ) -> None:
        from autograder.classroom import course

        raise typer.Exit(_grade(course.at(folder), workers or os.cpu_count() or 1, scheduler))

    words = _("Put the feedback pages of an assignment into a zip that the LMS takes back.")

    @classroom.command(help=words, short_help=words)
    def feedback(
        assignment: Annotated[str, typer.Argument(metavar="NAME", help=_("of the assignment"))] = "",
        folder: Annotated[str, typer.Argument(metavar="DIR", help=_("the folder of the course (default: here)"))] = "",
        lang: Lang = "",
    ) -> None:
        from autograder.classroom import feedback_archive, with_nbgrader

        of, name = _wanted(assignment, folder, "kfa class feedback 01_introduction")
        if with_nbgrader.is_course(of) and any((of.folder / "autograded").glob(f"*/{name}")):
            with_nbgrader.run(of, "generate_feedback", name)
        path = of.folder / f"feedback_{name}.zip"
        count = feedback_archive.write(of, name, path)
        print(_("{path} is written, with {count} pages.", path=path, count=count))

    words = _("Write the scores of an assignment as Canvas, Moodle, Gradescope or a spreadsheet takes them.")

    @classroom.command(help=words, short_help=words)
    def export(
        assignment: Annotated[str, typer.Argument(metavar="NAME", help=_("of the assignment"))] = "",
        folder: Annotated[str, typer.Argument(metavar="DIR", help=_("the folder of the course (default: here)"))] = "",
        format: Annotated[
            str,
            typer.Option("--format", metavar="NAME", help="plain, canvas, moodle, gradescope, gradescope-autograder"),
        ] = "plain",
        into: Annotated[
            str, typer.Option("--into", metavar="CSV", help=_("the table that Canvas or Moodle exported, to be filled"))
        ] = "",
        out: Annotated[str, typer.Option("--out", metavar="FILE", help=_("where to"))] = "",
        late: Annotated[
            str, typer.Option("--late", metavar="RULE", help=_("what being late takes off: 10%, 1, zero or none"))
        ] = "none",
        unsafe: Annotated[
            bool,
            typer.Option("--unsafe-no-sandbox", help=_("gradescope-autograder: the container is the only wall")),
        ] = False,
        lang: Lang = "",
    ) -> None:
        of, name = _wanted(assignment, folder, "kfa class export 01_introduction")
        if format == _AUTOGRADER:
            _autograder(of, name, out, not unsafe)
            return
        _export(of, name, format, into, out, late)


def _wanted(assignment: str, folder: str, example: str) -> tuple[Any, str]:
    from autograder.classroom import course

    if not assignment:
        raise CourseError(_("Which assignment? For example: {example}", example=example))
    if "/" in assignment or "\\" in assignment or ".." in assignment:
        raise CourseError(_("{name} can't be an assignment's name.", name=assignment))
    return course.at(folder), assignment


def _release(of: Any, name: str, variants: bool) -> None:
    from autograder.authoring import pack
    from autograder.classroom import handout, with_nbgrader
    from autograder.classroom import roster as rosters

    if not (of.folder / "source" / name).is_dir():
        raise CourseError(
            _("There is no {path}. First: kfa class init {folder} --chapter {name}", path=of.folder / "source" / name,
              folder=of.folder, name=name)
        )  # fmt: skip
    with_nbgrader.run(of, "generate_assignment", name, "--force")
    files = sorted(p.name for p in (of.folder / "release" / name).iterdir())
    print(_("{path} is made, to be handed out: {files}", path=of.folder / "release" / name, files=", ".join(files)))
    if variants:
        pack.use_all(of.folder)
        known = rosters.read(of.roster_file) if of.roster_file.exists() else rosters.Roster()
        count, ids = handout.write(of, name, known)
        print(
            _(
                "{path} has a notebook for each of {count} learners, with numbers of their own in {ids}. Hand these out, "
                "and keep {secret} to yourself: without it nothing of this can be graded.",
                path=of.folder / handout.FOLDER,
                count=count,
                ids=", ".join(ids),
                secret="variants.secret",
            )
        )


def _grade(of: Any, workers: int, scheduler: str) -> int:
    from autograder.authoring import pack
    from autograder.classroom import with_nbgrader
    from autograder.pools import grading

    pack.use_all(of.folder)
    settings = grading.Settings(of.marks_file, workers=workers, scheduler=scheduler, csv=of.folder / "marks.csv")
    try:
        report = grading.grade(of.submitted, settings, grading.to_terminal())
    except KeyboardInterrupt as stopped:
        grading.to_stderr(_("Stopped. The same command goes on from here."))
        raise SystemExit(getattr(stopped, "exit_code", 130)) from None
    print(report)
    print(_("{path} is written.", path=of.marks_file))
    if with_nbgrader.is_course(of):
        there = {p.name for p in of.submitted.glob("*/*") if p.is_dir()}
        for name in sorted(there & {p.name for p in (of.folder / "release").glob("*")}):
            with_nbgrader.run(of, "autograde", name)
            print(_("{name}: the gradebook has its marks; what was given by hand is as it was.", name=name))
    return report.code


def _autograder(of: Any, name: str, out: str, sandboxed: bool) -> None:
    from autograder.authoring import pack
    from autograder.classroom import gradescope_zip
    from autograder.pools import private_file

    pack.use_all(of.folder)
    path = Path(out) if out else of.folder / f"{name}_gradescope.zip"
    data = gradescope_zip.made(of, name, sandboxed)
    try:
        private_file.write(path, data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CourseError(_("{path} can't be written ({reason}).", path=path, reason=reason)) from None
    print(_("{path} is written: {size} MB, for Gradescope's Configure Autograder.", path=path,
            size=round(len(data) / 2**20)))  # fmt: skip


def _export(of: Any, name: str, format: str, into: str, out: str, late: str) -> None:
    from autograder.classroom import gradescope, scores, tables
    from autograder.classroom import late as lateness
    from autograder.classroom import roster as rosters
    from autograder.pools import private_file

    if format not in (*tables.FORMATS, "gradescope"):
        raise CourseError(_("--format is one of: {all}.", all=", ".join((*tables.FORMATS, "gradescope", _AUTOGRADER))))
    path = Path(out) if out else of.folder / (f"{name}_{format}" + ("" if format == "gradescope" else ".csv"))
    notes: list[str] = []
    by = lateness.rule(late)
    try:
        if format == "gradescope":
            for marks in of.marks([name]):
                private_file.folder(path / marks["student"])
                private_file.write(path / marks["student"] / "results.json", gradescope.results(marks))
        else:
            roster = rosters.read(of.roster_file) if of.roster_file.exists() else rosters.Roster()
            found, notes = lateness.applied(scores.of(of, name, roster), lateness.late(of, name), by)
            text = tables.text_of(Path(into)) if into else ""
            if format == "canvas" and not text:
                raise CourseError(_("Canvas takes its own table back: export it there, and give it with --into."))
            made = {"plain": lambda: tables.plain(name, found, roster),
                    "canvas": lambda: tables.canvas(name, found, roster, text),
                    "moodle": lambda: tables.moodle(name, found, roster, text)}[format]()  # fmt: skip
            private_file.write(path, made[0])
            notes += made[1]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CourseError(_("{path} can't be written ({reason}).", path=path, reason=reason)) from None
    for note in notes:
        print(note)
    print(_("{path} is written.", path=path))
