"""What the commands have in common: their order, their help, the option that each of them has."""

from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from helpers.errors import CourseError
from helpers.language import translate as _


class Commands(TyperGroup):
    """The commands in the order in which one needs them; an unknown one is told with those that there are."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            all_ = ", ".join(self.commands)
            raise CourseError(_("kfa has no command {name!r}. It has: {all}.", name=args[0], all=all_))
        return super().resolve_command(ctx, args)


def lang() -> Any:
    """The type of `--lang`: `main` heeds it before any of this exists; here so that --help tells of it, anywhere."""
    words = _("language: en or zh (default: KFA_LANG, else the system's)")
    return Annotated[str, typer.Option("--lang", metavar="LANG", help=words, show_default=False)]


def command(app: typer.Typer, words: str, **settings: Any) -> Callable:
    """A command whose words stand in the list as well: whole, not cut."""
    return app.command(help=words, short_help=words, **settings)
