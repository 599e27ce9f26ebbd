"""The commands of an instructor for what comes of marks: the report, a regrade and its preview."""

import os
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.commands import lang as lang_option
from helpers.language import translate as _


def add(classroom: typer.Typer) -> None:
    """Add the commands to those of `kfa class`."""
    Lang = lang_option()

    words = _("Write a page on a class: marks, exercises, commonest findings, what to look at, copies.")

    @classroom.command(help=words, short_help=words)
    def report(
        folder: Annotated[str, typer.Argument(metavar="DIR", help=_("the folder of the course (default: here)"))] = "",
        chapter: Annotated[
            list[str] | None, typer.Option("--chapter", metavar="NAME", help=_("this one alone"))
        ] = None,
        out: Annotated[str, typer.Option("--out", metavar="FILE", help=_("default: report.html in the course"))] = "",
        lang: Lang = "",
    ) -> None:
        from autograder.classroom import course, report

        of = course.at(folder)
        path = Path(out) if out else of.folder / "report.html"
        report.write(of, chapter or [], path)
        print(_("{path} is written.", path=path))

    words = _("Write a page on who wrote alike, most alike first; it accuses nobody.")

    @classroom.command(help=words, short_help=words)
    def similarity(
        folder: Annotated[str, typer.Argument(metavar="DIR", help=_("the folder of the course (default: here)"))] = "",
        chapter: Annotated[
            list[str] | None, typer.Option("--chapter", metavar="NAME", help=_("this one alone"))
        ] = None,
        folders: Annotated[
            str, typer.Option("--folders", metavar="DIR", help=_("scripts of each learner, for JPlag or Dolos"))
        ] = "",
        lang: Lang = "",
    ) -> None:
        from autograder.classroom import course, report

        of = course.at(folder)
        path = of.folder / "alike.html"
        count = report.write_alike(of, chapter or [], path, Path(folders) if folders else None)
        print(_("{path} is written: {count} pairs have something in common that few have.", path=path, count=count))

    words = _("Show who would gain or lose what, and why, if all were graded anew; with --write, do it.")

    @classroom.command(help=words, short_help=words)
    def regrade(
        folder: Annotated[str, typer.Argument(metavar="DIR", help=_("the folder of the course (default: here)"))] = "",
        write: Annotated[bool, typer.Option("--write", help=_("write what the preview showed"))] = False,
        exercises: Annotated[
            list[str] | None, typer.Option("--exercises", metavar="PACK", help=_("a pack of exercises of your own"))
        ] = None,
        workers: Annotated[
            int, typer.Option(metavar="N", min=0, help=_("submissions at a time (0: one for each core)"))
        ] = 0,
        lang: Lang = "",
    ) -> None:
        from autograder.authoring import pack
        from autograder.classroom import course, regrade
        from autograder.pools import grading

        of = course.at(folder)
        pack.use_all(of.folder)
        for path in exercises or []:
            pack.use(Path(path))
        settings = grading.Settings(of.marks_file, workers=workers or os.cpu_count() or 1)
        found, _marks = regrade.preview(of, settings, grading.to_terminal())
        for change in found:
            print(change)
        if not found:
            print(_("No mark would change."))
        if not write:
            print(_("Nothing was written. To write it: kfa class regrade --write"))
            return
        regrade.write(of, settings, grading.to_terminal())
        print(_("{path} is written.", path=of.marks_file))
