"""The command `kfa lint`: what is suspicious in a saved model, or in the models of a script."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.commands import command
from autograder.cli.commands import lang as lang_option
from helpers.errors import CourseError
from helpers.language import translate as _


def add(app: typer.Typer) -> None:
    """Add the command to an application."""
    Lang = lang_option()

    @command(app, _("Say what is suspicious in a saved model or in the models of a script. Exit code 1: something is."))
    def lint(
        file: Annotated[
            str, typer.Argument(metavar="FILE", help=_("a .keras file, or a .py script, which is run without training"))
        ] = "",
        lang: Lang = "",
    ) -> None:
        from autograder.learner.script import lint_file

        if not file:
            raise CourseError(_("Which file? For example: {example}", example="kfa lint model.keras"))
        raise typer.Exit(1 if lint_file(Path(file)) else 0)
