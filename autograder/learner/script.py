"""`kfa lint FILE`: a saved model, or a script, which runs in a process of its own and whose models are looked at.

A script does what it does: it may read and write files, and train for hours. So `fit` is stood in for: the models are
looked at as they come to it, with their data, and nothing is trained; what comes after then has an untrained model.
"""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

from helpers import isolated
from helpers.errors import CourseError
from helpers.language import translate as _

SECONDS = 300
_ENDINGS = (".keras", ".h5", ".hdf5", ".py")


def lint_file(path: Path) -> int:
    """Print what is suspicious in a file; returns how many findings there are.

    Raises:
        CourseError: no such file, of another kind, or one that can't be loaded.
    """
    if not path.is_file():
        raise CourseError(_("There is no file {path}.", path=path))
    if path.suffix not in _ENDINGS:
        raise CourseError(_("{path} is neither a `.keras` file nor a `.py` script.", path=path).replace("`", ""))
    return _script(path) if path.suffix == ".py" else _saved(path)


def _saved(path: Path) -> int:
    import keras

    from autograder.doubts.lint import lint

    try:
        model = keras.saving.load_model(path)
    except Exception as error:  # a file may hold anything
        raise CourseError(
            _("{path} can't be loaded: {reason}", path=path, reason=str(error).partition("\n")[0][:300])
        ) from None
    found = lint(model)
    print(found)
    return len(found)


def _script(path: Path) -> int:
    """Run a script in a process of its own, in its own folder."""
    print(_("{path} is run now, as Python would run it; its models are not trained.", path=path), file=sys.stderr)
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    }
    command = isolated.python("-m", "autograder.learner.script", path.name)
    try:
        done = subprocess.run(command, cwd=path.resolve().parent, env=environment, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise CourseError(
            _("{path} was still running after {seconds} seconds and was stopped.", path=path, seconds=SECONDS)
        ) from None
    if done.returncode < 0 or done.returncode >= 100:
        raise CourseError(_("{path} ended before its models could be looked at.", path=path))
    return done.returncode


class Models:
    """The models that a script trains, and those that it only makes, with the data of the first training."""

    def __init__(self) -> None:
        self.met: dict[int, tuple[Any, Any]] = {}

    def watched(self) -> None:
        """From now on `fit` only notes what it is given, and compiled models are noted, too."""
        import keras

        models = self

        def fit(model: Any, x: Any = None, y: Any = None, *_rest: Any, **_named: Any) -> Any:
            data = x if y is None else (x, y)
            if models.met.get(id(model), (None, None))[1] is None:
                models.met[id(model)] = (model, data)
            history = keras.callbacks.History()
            history.set_model(model)
            history.history = {}
            return history

        compiled = keras.Model.compile

        def compile(model: Any, *arguments: Any, **named: Any) -> None:
            compiled(model, *arguments, **named)
            models.met.setdefault(id(model), (model, None))

        keras.Model.fit = fit
        keras.Model.compile = compile


def main(name: str) -> int:
    """Run a script with `fit` stood in for; print what is found, and why it stopped where it stops."""
    from autograder.doubts.lint import lint

    models = Models()
    models.watched()
    sys.argv = [name]
    sys.path.insert(0, str(Path.cwd()))
    stopped: BaseException | None = None
    try:
        runpy.run_path(name, run_name="__main__")
    except SystemExit:
        pass
    except Exception as error:  # what follows a training may need its results
        stopped = error
    count = 0
    for model, data in models.met.values():
        try:
            found = lint(model, data)
        except CourseError as error:
            print(error, file=sys.stderr)
            continue
        print(found, flush=True)
        count += len(found)
    if stopped is not None:
        print(_why(stopped), file=sys.stderr)
        if not models.met:
            return 100
    elif not models.met:
        print(_("No model was compiled or trained."), file=sys.stderr)
    return min(count, 99)


def _why(error: BaseException) -> str:
    """Why a script stopped: explained where it is an error of Keras."""
    from autograder.errors.why import why

    found = why(error)
    if found.key:
        return repr(found)
    reason = str(error).partition("\n")[0][:300]
    return _("The script stopped: {type}: {reason}", type=type(error).__name__, reason=reason)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
