"""The commands of an author of exercises."""

import os
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.commands import Commands
from autograder.cli.commands import lang as lang_option
from helpers.errors import CourseError
from helpers.language import translate as _


def add(app: typer.Typer) -> None:
    """Add the commands to an application."""
    Lang = lang_option()
    exercise = typer.Typer(cls=Commands, rich_markup_mode=None, no_args_is_help=True)
    app.add_typer(exercise, name="exercise", help=_("Exercises of your own: `kfa exercise try FILE`."))

    @exercise.callback()
    def exercise_(lang: Lang = "") -> None:
        pass

    words = _("Try exercises: which wrong answers are refused, in which words, and which spellings pass.")

    @exercise.command("try", help=words, short_help=words)
    def try_(
        file: Annotated[str, typer.Argument(metavar="FILE", help=_("your file of exercises"))] = "",
        ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help=_("all, without any"))] = None,
        lang: Lang = "",
    ) -> None:
        from autograder.authoring import build, trial

        _introduction, specs = build.specs(_wanted(file, "kfa exercise try week1.py"), ids or [])
        trials = []
        for spec in specs:
            trials.append(trial.tried(spec))
            print(trials[-1], end="\n\n")
        well = not any(t.refusal or t.passing or t.refused for t in trials)
        raise typer.Exit(0 if well else 1)

    words = _("Find out which accuracy right answers reach, for an exercise that trains.")

    @exercise.command(help=words, short_help=words)
    def calibrate(
        file: Annotated[str, typer.Argument(metavar="FILE", help=_("your file of exercises"))] = "",
        id: Annotated[str, typer.Argument(metavar="ID", help=_("of the exercise that trains"))] = "",
        seeds: Annotated[int, typer.Option(metavar="N", min=5, help=_("how often it is trained"))] = 20,
        lang: Lang = "",
    ) -> None:
        from autograder.authoring import calibration

        example = "kfa exercise calibrate week1.py my03"
        path = _wanted(file, example)
        if not id:
            raise CourseError(_("Which exercise? For example: {example}", example=example))
        found = calibration.calibrated(path, id, seeds, print)
        print(
            _(
                "{id}: at least {least} passes. The reference reached {low} at worst, shuffled labels {top} at best.",
                id=id,
                least=f"{found['least']:.3f}",
                low=f"{found['lowest']:.3f}",
                top=f"{found['shuffled']:.3f}",
            )
        )

    words = _("Make the pack and the notebooks of your exercises, for learners and for nbgrader.")

    @exercise.command("build", help=words, short_help=words)
    def build_(
        file: Annotated[str, typer.Argument(metavar="FILE", help=_("your file of exercises"))] = "",
        out: Annotated[str, typer.Option("--out", metavar="DIR", help=_("where to (default: beside the file)"))] = "",
        course: Annotated[
            str,
            typer.Option("--class", metavar="DIR", help=_("put them into this course of nbgrader's, in its source/")),
        ] = "",
        lang: Lang = "",
    ) -> None:
        from autograder.authoring import build

        path = _wanted(file, "kfa exercise build week1.py")
        if course and not (Path(course) / "nbgrader_config.py").is_file():
            raise CourseError(_("{path} is no course of nbgrader's: kfa class init {path} makes one.", path=course))
        place = Path(course) if course else None
        for written in build.build(path, Path(out) if out else path.parent, print, place):
            print(_("{path} is written.", path=written))


def _wanted(file: str, example: str) -> Path:
    for name, value in (("TF_CPP_MIN_LOG_LEVEL", "3"), ("TF_ENABLE_ONEDNN_OPTS", "0")):
        os.environ.setdefault(name, value)  # before TensorFlow is imported: its log is nobody's here
    if not file:
        raise CourseError(_("Which file? For example: {example}", example=example))
    return Path(file)
