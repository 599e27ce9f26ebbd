"""The learner's side of questions about a layer class: construct it, call it, save it and load it again."""

import base64
import contextlib
import inspect
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from autograder.asking import archive, probe
from autograder.asking.collect import Answer
from autograder.asking.raised import core, is_stub
from autograder.graphs.canonical import Rules
from helpers import graph


def layer_class(answer: Answer) -> type:
    """The answer itself, a subclass of `keras.Layer`.

    Raises:
        Stop: for anything else.
    """
    import keras

    value = answer.value
    if inspect.isclass(value) and issubclass(value, keras.Layer):
        return value
    kind = type(value).__name__[:80]
    if inspect.isclass(value):
        raise answer.fault("class.not_layer", name=answer.name)
    if isinstance(value, keras.Layer):
        raise answer.fault("class.instance", name=answer.name)
    raise answer.fault("class.type", name=answer.name, type=kind)


def attempt(answer: Answer, action: Callable[[], Any], shown: str) -> tuple[Any, str]:
    """What `action` returns, and "" or what it raised, where an error is an answer too; a stub's error ends all."""

    def tried() -> tuple[Any, str]:
        try:
            return action(), ""
        except NotImplementedError as error:
            if is_stub(error):
                raise
            return None, _text(error)
        except Exception as error:
            return None, _text(error)

    return answer.run(tried, shown)


def _text(error: Exception) -> str:
    """The kind of an error and its first line."""
    first = core(error).splitlines()[0].strip()
    first = first.removesuffix(".")
    return first if first == type(error).__name__ else f"{type(error).__name__}: {first}"


def named(answer: Answer, *args: Any, shown: str, **kwargs: Any) -> Any:
    """A layer constructed with keyword arguments that every layer takes: `name`, `dtype`, `trainable`.

    Raises:
        Stop: where the constructor refuses them.
    """
    kind = layer_class(answer)
    layer, error = attempt(answer, lambda: kind(*args, **kwargs), shown)
    if error:
        _plain, other = attempt(answer, lambda: kind(*args), shown)
        if not other:
            raise answer.fault("layer.kwargs", call=shown, message=error)
        layer = answer.run(lambda: kind(*args, **kwargs), shown)  # raises again, with the learner's line
    return layer


def traits(layer: Any) -> dict:
    """What every layer has: name, dtype policy, whether it is trained."""
    return {"name": str(layer.name), "dtype": str(layer.dtype_policy.name), "trainable": bool(layer.trainable)}


def wrap(answer: Answer, layer: Any, shape: tuple[int | None, ...], shown: str, **options: Any) -> Any:
    """A functional model of this one layer on an input of `shape` a sample.

    Args:
        shown: the construction as a learner would write it.
        options: of `keras.Input`, such as `dtype`.
    """
    import keras

    entry = keras.Input(shape, **options)
    result = answer.run(lambda: layer(entry), f"{shown}(x)")
    if not isinstance(result, keras.KerasTensor):
        raise answer.fault("layer.returned", name=answer.name, type=type(result).__name__[:80])
    return keras.Model(entry, result)


@contextlib.contextmanager
def registration(kind: type) -> Iterator[bool]:
    """Within: Keras finds under this class's name this class or none; yields whether it is registered.

    Another definition of the same name may have been registered since, or before under no package.
    """
    import keras

    known = keras.saving.get_custom_objects()
    before = dict(known)
    name = keras.saving.get_registered_name(kind)
    if ">" in name:
        known[name] = kind
    elif known.get(name) is not kind:
        known.pop(name, None)
    try:
        yield keras.saving.get_registered_object(name) is kind
    finally:
        known.clear()
        known.update(before)


def saved(answer: Answer, label: str, model: Any, kind: type, seed: int) -> Any:
    """Draw the model's weights, save it as `.keras`, load it without `custom_objects`; write down what was loaded.

    The evidence holds its graph, its outputs with the weights from the file, and under "LABEL archive" the file itself,
    to be read elsewhere; where saving or loading failed, `{"failed", "message"}`.

    Returns:
        the loaded model, or None.
    """
    (read, *_others), objects = graph.read_together([model])
    for weight, value in probe.weights(read, seed).items():
        objects[weight].assign(value)
    with tempfile.TemporaryDirectory() as folder, registration(kind):
        path = Path(folder) / "model.keras"
        _none, error = attempt(answer, lambda: model.save(path), 'model.save("model.keras")')
        if error:
            answer.items[label] = {"failed": "serial.save", "message": error}
            return None
        if path.is_file():
            answer.items[f"{label} archive"] = archive.bytes_of(path)
        return _loaded(answer, label, path, seed)


def brought(answer: Answer, label: str, text: str, kind: type, seed: int) -> None:
    """Load a model from a file that another process saved, and write it down as `saved` does.

    Args:
        text: the file, base64.
    """
    with tempfile.TemporaryDirectory() as folder, registration(kind):
        path = Path(folder) / "model.keras"
        path.write_bytes(base64.b64decode(text))
        _loaded(answer, label, path, seed)


def _loaded(answer: Answer, label: str, path: Path, seed: int) -> Any:
    """Load a model and write down its graph and its outputs with the weights from the file; or why it can't be loaded."""
    import keras

    loaded, error = attempt(answer, lambda: keras.saving.load_model(path, compile=False), 'load_model("model.keras")')
    if error:
        answer.items[label] = {"failed": "serial.load", "message": error}
        return None
    answer.model(label, loaded, seed=None)
    (read,), objects = graph.read_together([loaded])
    item = answer.items[label]
    item["outputs"] = answer.run(lambda: probe.two_draws(loaded, read, objects, seed), "loaded(x)")
    item["training"] = answer.run(lambda: probe.one_draw(loaded, read, seed, training=True), "loaded(x, training=True)")
    return loaded


def record(
    answer: Answer,
    label: str,
    layer: Any,
    shape: tuple[int | None, ...],
    seed: int,
    shown: str,
    given: dict[str, Any] | None = None,
    rules: Rules = Rules(),  # noqa: B008
) -> Any:
    """Write down a model of this one layer, as `Answer.model` does, and return it."""
    model = wrap(answer, layer, shape, shown)
    answer.model(label, model, seed, rules, given)
    return model
