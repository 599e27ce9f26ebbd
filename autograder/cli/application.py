"""The command `kfa`, in the user's language: its families of commands, and how it ends."""

import sys

import typer

from autograder.cli import building, classroom, comparing, doubts, exercise, grading, learner
from autograder.cli.commands import Commands, lang
from helpers import isolated, language
from helpers.errors import CourseError
from helpers.language import translate as _


def application() -> typer.Typer:
    """The commands, described in the language in use (so it is made after that is known)."""
    app = typer.Typer(
        cls=Commands,
        help=_("Learn the Keras functional API by doing. Begin with `kfa lab`."),
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    Lang = lang()

    @app.callback()
    def kfa(lang: Lang = "") -> None:
        pass

    for family in (learner, comparing, doubts, grading, classroom, exercise, building):
        family.add(app)
    return app


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code: 2 for what a person can mend, told in one sentence."""
    arguments = sys.argv[1:] if arguments is None else arguments
    isolated.working_folder_last()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a console without Chinese letters
    try:
        chosen = _language_in(arguments)
        if chosen is not None:
            language.use(chosen)
        return application()(args=arguments, prog_name="kfa", standalone_mode=True) or 0
    except SystemExit as end:
        return int(end.code or 0)
    except CourseError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _language_in(arguments: list[str]) -> str | None:
    """The value of --lang, wherever it stands."""
    for position, argument in enumerate(arguments):
        if argument == "--lang":
            return arguments[position + 1] if position + 1 < len(arguments) else ""
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return None
