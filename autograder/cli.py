"""The command `kfa`: open the course, look after a working copy, check a notebook, in the user's language."""

import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from helpers import isolated, language
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
    # Heeded by `main`, before any of this exists; here so that --help tells of it and typer accepts it anywhere.
    lang_help = _("language: en or zh (default: KFA_LANG, else the system's)")
    Lang = Annotated[str, typer.Option("--lang", metavar="LANG", help=lang_help, show_default=False)]

    def command(words: str, **settings: Any) -> Callable:
        return app.command(help=words, short_help=words, **settings)  # in the list as well: whole, not cut

    @app.callback()
    def kfa(lang: Lang = "") -> None:
        pass

    @command(_("Open the course in JupyterLab, on your own working copy. Ctrl-C ends it."))
    def lab(
        port: Annotated[
            str, typer.Option(metavar="PORT", help=_("port of the server (default: KFA_PORT, else a free one)"))
        ] = "",
        no_browser: Annotated[bool, typer.Option("--no-browser", help=_("only print the address"))] = False,
        lang: Lang = "",
    ) -> None:
        from helpers.lab import Lab
        from helpers.workspace import Workspace

        workspace = Workspace()
        server = Lab(workspace, _port(port), browser=not no_browser)
        _update(workspace)
        raise typer.Exit(server.run())

    @command(_("Bring a fresh copy of a chapter, such as `kfa reset 01`; yours is kept beside it."))
    def reset(
        chapter: Annotated[str, typer.Argument(metavar="CHAPTER", help=_("its number or name"))] = "",
        lang: Lang = "",
    ) -> None:
        _reset(chapter)

    @command(_("Check whether the machine is ready: one line for each thing, OK or what to do."))
    def doctor(lang: Lang = "") -> None:
        from helpers import doctor

        report = doctor()
        print(report)
        raise typer.Exit(0 if report.ready else 1)

    @command(_("Show which exercises you have solved."))
    def progress(lang: Lang = "") -> None:
        from autograder.learner.notebook import progress

        print(progress())

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

    @command(
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
        how = {"scheduler": scheduler, "restart": restart, "memory": memory, "seconds": seconds}
        place = {"out": Path(json), "csv": Path(csv) if csv else None}
        raise typer.Exit(
            _grade(Path(folder), workers=workers or os.cpu_count() or 1, sandboxed=not unsafe, **how, **place)
        )

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
        lang: Lang = "",
    ) -> None:
        if not folder:
            raise CourseError(_("Which folder? For example: {example}", example="kfa class init mycourse"))
        _init_class(Path(folder), chapter or [], db_url)

    @command(
        _("Rebuild the notebooks from chapters/ (for maintainers of the course)."),
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )
    def build(ctx: typer.Context, lang: Lang = "") -> None:
        raise typer.Exit(_build(ctx.args))

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


def _init_class(folder: Path, chapters: list[str], db_url: str) -> None:
    from autograder import classroom

    for path, written in [classroom.install(folder, db_url), *classroom.bring(folder, chapters)]:
        print(_("{path} is written.", path=path) if written else _("{path} is there already and stays.", path=path))
    assignments = sorted(path.name for path in (folder / "source").glob("[!.]*") if path.is_dir())
    lines = [f"cd {shlex.quote(str(folder))}"] if folder.resolve() != Path.cwd() else []
    if assignments:
        lines += [f"nbgrader {step} {assignments[-1]}" for step in ("generate_assignment", "autograde")]
    else:
        lines = [f"kfa class init {shlex.quote(str(folder))} --chapter 01", *lines]
        lines.append("nbgrader generate_assignment 01_introduction")
    print("\n".join([_("Next:"), *(f"  {line}" for line in lines)]))


def _grade(folder: Path, **settings: Any) -> int:
    from autograder.pools import grading

    try:
        report = grading.grade(folder, grading.Settings(**settings), grading.to_terminal())
    except KeyboardInterrupt as stopped:
        grading.to_stderr(_("Stopped. The same command goes on from here."))
        raise SystemExit(getattr(stopped, "exit_code", 130)) from None
    print(report)
    return report.code


def _build(arguments: list[str]) -> int:
    try:
        from tools.build import main as build
    except ImportError as error:
        raise CourseError(
            _(
                "The notebooks can't be built here ({reason}). It takes the course's repository "
                "with the packages for its tests: `make build`.",
                reason=error,
            )
        ) from None
    return build(arguments)


if __name__ == "__main__":
    sys.exit(main())
