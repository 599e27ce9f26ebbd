"""The command that grades the submissions of a class."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from autograder.cli.commands import command
from autograder.cli.commands import lang as lang_option
from helpers.errors import CourseError
from helpers.language import translate as _


def add(app: typer.Typer) -> None:
    """Add the command to an application."""
    Lang = lang_option()

    @command(
        app,
        _("Grade the submissions of a class, DIR/<student>/<chapter>/<chapter>.ipynb; goes on where it stopped."),
        epilog=_(
            "Exit code 0: all is well; 3: all is graded, but look at what is listed; 1: something could not be graded; "
            "2: you must mend something first, and nothing was written."
        ),
    )
    def grade(
        folder: Annotated[str, typer.Argument(metavar="DIR", help=_("the folder of the submissions"))] = "",
        json: Annotated[str, typer.Option("--json", metavar="OUT", help=_("the file of marks"))] = "",
        csv: Annotated[
            str, typer.Option("--csv", metavar="FILE", help=_("the marks as a table for a spreadsheet, too"))
        ] = "",
        workers: Annotated[
            int, typer.Option(metavar="N", min=0, help=_("submissions at a time (0: one for each core)"))
        ] = 0,
        scheduler: Annotated[str, typer.Option(metavar="ADDRESS", help=_("a Dask scheduler, for a cluster"))] = "",
        restart: Annotated[bool, typer.Option("--restart", help=_("forget what was graded before"))] = False,
        memory: Annotated[int, typer.Option(metavar="MB", min=256, help=_("memory of a submission"))] = 2048,
        seconds: Annotated[
            float, typer.Option(metavar="S", min=0, help=_("time of an exercise (0: as each exercise says)"))
        ] = 0,
        exercises: Annotated[
            list[str] | None, typer.Option("--exercises", metavar="PACK", help=_("a pack of exercises of your own"))
        ] = None,
        unsafe: Annotated[
            bool,
            typer.Option(
                "--unsafe-no-sandbox", help=_("where there is no sandbox: learners' code can do what you can")
            ),
        ] = False,
        lang: Lang = "",
    ) -> None:
        if not folder or not json:
            example = "kfa grade DIR --json OUT"
            raise CourseError(_("Which folder, and where to? For example: {example}", example=example))
        _use(exercises or [])
        how = {"scheduler": scheduler, "restart": restart, "memory": memory, "seconds": seconds}
        place = {"out": Path(json), "csv": Path(csv) if csv else None}
        raise typer.Exit(
            _grade(Path(folder), workers=workers or os.cpu_count() or 1, sandboxed=not unsafe, **how, **place)
        )


def _use(packs: list[str]) -> None:
    if packs:
        from autograder.authoring import pack

        for path in packs:
            pack.use(Path(path))


def _grade(folder: Path, **settings: Any) -> int:
    from autograder.pools import grading

    try:
        report = grading.grade(folder, grading.Settings(**settings), grading.to_terminal())
    except KeyboardInterrupt as stopped:
        grading.to_stderr(_("Stopped. The same command goes on from here."))
        raise SystemExit(getattr(stopped, "exit_code", 130)) from None
    print(report)
    return report.code
