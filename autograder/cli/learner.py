"""The commands of a learner: open the course, look after a working copy, check a notebook."""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from autograder.cli.commands import command
from autograder.cli.commands import lang as lang_option
from helpers.errors import CourseError
from helpers.language import translate as _


def add(app: typer.Typer) -> None:
    """Add the commands to an application."""
    Lang = lang_option()

    @command(app, _("Open the course in JupyterLab, on your own working copy. Ctrl-C ends it."))
    def lab(
        port: Annotated[
            str, typer.Option(metavar="PORT", help=_("port of the server (default: KFA_PORT, else a free one)"))
        ] = "",
        no_browser: Annotated[bool, typer.Option("--no-browser", help=_("only print the address"))] = False,
        lang: Lang = "",
    ) -> None:
        from autograder.learner.progress import Progress
        from helpers import contents, remedies
        from helpers.lab import Lab
        from helpers.workspace import Workspace

        remedies.refuse_what_is_incomplete()
        workspace = Workspace()
        server = Lab(workspace, _port(port), browser=not no_browser)
        _update(workspace)
        contents.write(workspace.folder, Progress().points(), workspace.lang)
        raise typer.Exit(server.run())

    @command(app, _("Bring a fresh copy of a chapter, such as `kfa reset 01`; yours is kept beside it."))
    def reset(
        chapter: Annotated[str, typer.Argument(metavar="CHAPTER", help=_("its number or name"))] = "",
        lang: Lang = "",
    ) -> None:
        _reset(chapter)

    @command(app, _("Check whether the machine is ready: one line for each thing, OK or what to do."))
    def doctor(lang: Lang = "") -> None:
        from helpers import doctor

        report = doctor()
        print(report)
        raise typer.Exit(0 if report.ready else 1)

    @command(app, _("Show which exercises you have solved."))
    def progress(lang: Lang = "") -> None:
        from autograder.learner.notebook import progress

        print(progress())

    @command(app, _("Ask three questions of earlier chapters that are due. An empty line skips one."))
    def review(lang: Lang = "") -> None:
        from autograder.learner.review import review

        found = review()
        print(repr(found) if not sys.stdin.isatty() else repr(found.head()))
        for item in found.items if sys.stdin.isatty() else []:
            _answered(item)

    @app.command(
        help=_("Run a notebook from top to bottom and print what its checks say. Exit code 1: not all correct.")
    )
    def check(
        notebook: Annotated[
            str, typer.Argument(metavar="NOTEBOOK", help=_("a file, such as work/en/01_introduction.ipynb"))
        ] = "",
        lang: Lang = "",
    ) -> None:
        from autograder.learner.rerun import rerun

        if not notebook:
            raise CourseError(_("Which notebook? For example: {example}", example="kfa check 01_introduction.ipynb"))
        results = rerun(Path(notebook))
        for result in results:
            print(result.text)
        raise typer.Exit(0 if all(result.correct for result in results) else 1)


def _answered(item: Any) -> None:
    """Ask one question in a terminal, until its choice is one or nothing."""
    print(f"\n{item.text}")
    most = len(item.question.choices)
    while text := input("> ").strip():
        if text.isdecimal() and 1 <= int(text) <= most:
            item.choose(int(text) - 1)
            print(item.text)
            return
        print(_("A choice is a number from 1 to {most}, not {got}.", most=most, got=repr(text)))


def _port(given: str) -> int | None:
    text = given or os.environ.get("KFA_PORT", "")
    if not text:
        return None
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise CourseError(_("{text!r} is not a port. Give a number from 1024 to 65535.", text=text))
    return int(text)


def _update(workspace: Any) -> None:
    newer = workspace.update()
    if newer:
        numbers = [stem.split("_")[0] for stem in newer]
        print(
            _(
                "There is a newer edition of {chapters}. You keep yours; `kfa reset {first}` brings the new one "
                "and keeps yours beside it.",
                chapters=", ".join(newer),
                first=numbers[0],
            )
        )


def _reset(chapter: str) -> None:
    from helpers.workspace import Workspace, shown, started

    langs = started()
    # Without a word about the language, the copy that the learner has is the one that they mean.
    lang = langs[0] if len(langs) == 1 and not os.environ.get("KFA_LANG") else None
    workspace = Workspace(lang)
    if not chapter:
        raise CourseError(_("Which chapter? The chapters are: {all}.", all=", ".join(workspace.chapters())))
    fresh, backup = workspace.reset(chapter)
    print(_("{path} is fresh. If it is open in JupyterLab, close it there and open it again.", path=shown(fresh)))
    if backup:
        print(_("Your old one is {path}.", path=shown(backup)))
