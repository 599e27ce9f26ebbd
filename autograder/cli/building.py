"""The command that builds the notebooks: the tool for it registers itself, as an entry point."""

from importlib.metadata import entry_points

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
        _("Rebuild the notebooks from chapters/ (for maintainers of the course)."),
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )
    def build(ctx: typer.Context, lang: Lang = "") -> None:
        raise typer.Exit(_build(ctx.args))


def _build(arguments: list[str]) -> int:
    try:
        build = entry_points(group="kfa.tools")["build"].load()
    except (ImportError, KeyError) as error:
        raise CourseError(
            _(
                "The notebooks can't be built here ({reason}). It takes the course's repository "
                "with the packages for its tests: `make build`.",
                reason=error,
            )
        ) from None
    return build(arguments)
