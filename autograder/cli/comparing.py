"""`kfa diff A B`: two models in files compared, for people, for continuous integration, for git."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.commands import command
from autograder.cli.commands import lang as lang_option
from helpers.errors import CourseError
from helpers.language import translate as _


def add(app: typer.Typer) -> None:
    """Add the commands to an application."""
    Lang = lang_option()

    @command(
        app,
        _("Say what differs between two models: `.keras` files or architectures in `.json`, read as data."),
        epilog=_("Exit code 0: they compute the same; 1: they differ; 2: one of them can't be read."),
    )
    def diff(
        a: Annotated[str, typer.Argument(metavar="A", help=_("a file: the model before"))] = "",
        b: Annotated[str, typer.Argument(metavar="B", help=_("a file: the model after"))] = "",
        html: Annotated[str, typer.Option("--html", metavar="FILE", help=_("write one HTML file with pictures"))] = "",
        json: Annotated[
            str, typer.Option("--json", metavar="FILE", help=_("write it as data; - for the terminal"))
        ] = "",
        weights: Annotated[
            bool, typer.Option("--weights", help=_("equal only where all numbers of the weights are equal, too"))
        ] = False,
        quiet: Annotated[bool, typer.Option("--quiet", "-q", help=_("print nothing: the exit code says it"))] = False,
        lang: Lang = "",
    ) -> None:
        raise typer.Exit(_compare(a, b, html, json, weights, quiet))

    @command(
        app, _("Write a model in a file as text, line by line, as `git diff` wants it (see docs/diff.md)."), hidden=True
    )
    def textconv(
        file: Annotated[str, typer.Argument(metavar="FILE", help=_("a file of a model"))] = "",
        lang: Lang = "",
    ) -> None:
        from autograder.comparing.lines import lines

        print("\n".join(lines(file)))

    @command(
        app,
        _("Say what staged models changed since the last commit; a pre-commit hook (see docs/diff.md)."),
        epilog=_("Exit code 0: all is well; 1: with --same, a model computes something else; 2: one can't be read."),
        hidden=True,
    )
    def staged(
        files: Annotated[list[str] | None, typer.Argument(metavar="FILE", help=_("files of models"))] = None,
        same: Annotated[bool, typer.Option("--same", help=_("fail where a model computes something else"))] = False,
        lang: Lang = "",
    ) -> None:
        from autograder.comparing.staged import changes

        different = False
        for path, found in changes(files or []):
            print(found.text if found else _("{path} is new.", path=path))
            different = different or bool(found and not found.same)
        raise typer.Exit(1 if same and different else 0)


def _compare(a: str, b: str, html: str, json: str, weights: bool, quiet: bool) -> int:
    from autograder.comparing.comparison import diff, write

    if not a or not b:
        example = "kfa diff before.keras after.keras"
        raise CourseError(_("Which two models? For example: {example}", example=example))
    found = diff(a, b)
    if json == "-":
        print(found.json())
    elif json:
        write(Path(json), found.json())
    if html:
        found.save(html)
    if not quiet and json != "-":
        print(found.text)
    return 0 if found.equal(weights) else 1
