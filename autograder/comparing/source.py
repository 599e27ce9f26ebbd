"""What may be compared: a model, or a file of one, read as data. One side of a comparison."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.comparing.architecture import Unreadable, graph_of
from autograder.comparing.stored import Stored
from helpers.language import translate as _

MOST_CONFIG = 64 * 2**20
"""Bytes of a configuration: that of a net of a thousand layers has some 2 million."""
_MOST_MEMBERS = 2_000
_PARTS = ("config.json", "model.weights.h5")


@dataclass
class Side:
    """A model as it is compared.

    Args:
        read: its graph, as `helpers.graph.read` gives it.
        label: what it is called: a file's name, a model's.
        compiled: how it is compiled, as Keras writes it down; None where it isn't, or where that isn't told.
        weights: gives its weights: by the node of a layer (`read`), their names and arrays; None where there are none.
    """

    read: dict
    label: str
    compiled: dict | None = None
    weights: Callable[[dict], dict[str, Any]] | None = None
    objects: dict[int, Any] = field(default_factory=dict)


def sides(a: Any, b: Any) -> tuple[Side, Side]:
    """Both models as they are compared: as the live graphs where both are models, else both as data.

    Raises:
        Unreadable: one of them can't be read, with the reason.
    """
    files = [_is_path(thing) for thing in (a, b)]
    if any(files):
        one, other = (of_file(t) if is_file else _as_data(t) for t, is_file in zip((a, b), files, strict=True))
    else:
        one, other = _live(a, b)
    if one.label == other.label:  # a name for each, so that one knows which is meant
        labels = [str(t) if is_file else one.label for t, is_file in zip((a, b), files, strict=True)]
        if labels[0] == labels[1]:
            labels = [f"{label} ({k})" for k, label in enumerate(labels, 1)]
        one.label, other.label = labels
    return one, other


def _is_path(thing: Any) -> bool:
    return isinstance(thing, (str, Path))


def _live(a: Any, b: Any) -> tuple[Side, Side]:
    from helpers import graph

    for thing in (a, b):
        _check_graph(thing)
    (left, right), objects = graph.read_together([a, b])
    return _side(a, left, objects), _side(b, right, objects)


def _side(model: Any, read: dict, objects: dict) -> Side:
    def weights(node: dict) -> dict[str, Any]:
        return {f"{k} {w['path'].rpartition('/')[2]}": objects[w["id"]] for k, w in enumerate(node["weights"])}

    return Side(read, str(getattr(model, "name", read["name"])), _compiled(model), weights, objects)


def _compiled(model: Any) -> dict | None:
    if getattr(model, "compiled", False) is not True:
        return None
    try:
        import keras

        written = model.get_compile_config() or {}
        return json.loads(json.dumps(written | {"optimizer": keras.optimizers.serialize(model.optimizer)}, default=str))
    except Exception:  # a class of the user's own may have a get_config that raises anything
        return None


def _check_graph(model: Any) -> None:
    from helpers import graph
    from helpers.errors import CourseError

    if isinstance(model, (tuple, dict)):
        return
    try:
        graph.ends(model)
    except CourseError as error:
        raise Unreadable(str(error)) from None


def _as_data(model: Any) -> Side:
    """A model beside a file: what a file of it would hold."""
    import keras

    from helpers.graph import is_functional

    if not is_functional(model):
        _check_graph(model)
    try:
        whole = json.loads(json.dumps(keras.saving.serialize_keras_object(model)))
    except Exception as error:  # a get_config of the user's own may raise anything
        reason = f"{type(error).__name__}: {str(error)[:200]}"
        raise Unreadable(
            _("Keras can't write the model `{name}` down, so it can't be compared with a file: {reason}",
              name=getattr(model, "name", "model"), reason=reason)
        ) from None  # fmt: skip
    return Side(graph_of(whole), str(model.name), _compiled(model), Stored.of_model(model))


def of_file(path: str | Path) -> Side:
    """A `.keras` file or an architecture in `.json`.

    Raises:
        Unreadable: it is neither, it is damaged, or it is there not at all.
    """
    path = Path(path)
    try:
        return _of_file(path)
    except FileNotFoundError:
        raise Unreadable(_("There is no file {path}.", path=path)) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Unreadable(_("{path} can't be read: {reason}.", path=path, reason=reason)) from None


def _of_file(path: Path) -> Side:
    if path.is_dir():
        if (path / "saved_model.pb").exists():
            raise Unreadable(
                _("{path} is a SavedModel: it holds what a model computes, not its layers. Load it with the Keras that wrote "
                  "it, and save it as `.keras`.", path=path)
            )  # fmt: skip
        raise Unreadable(_("{path} is a folder. Give a `.keras` file or an architecture in `.json`.", path=path))
    with path.open("rb") as file:
        head = file.read(8)
    if head == b"\x89HDF\r\n\x1a\n":
        if path.name.endswith(".weights.h5"):
            raise Unreadable(
                _(
                    "{path} holds weights alone, no model. Give the `.keras` file, or the architecture in `.json`.",
                    path=path,
                )
            )
        raise Unreadable(
            _("{path} is a file of Keras 2 (HDF5). Load it with `keras.models.load_model` and save it as `.keras`; that "
              "file can be compared.", path=path)
        )  # fmt: skip
    if head[:2] == b"PK":
        return _of_archive(path)
    if path.suffix.lower() == ".keras":
        raise Unreadable(_("{path} is no `.keras` file, or a damaged one: it isn't a ZIP archive.", path=path))
    if path.stat().st_size > MOST_CONFIG:
        raise Unreadable(_("{path} is larger than {most} MB: no architecture.", path=path, most=MOST_CONFIG // 2**20))
    return _of_config(path.read_bytes(), path, None)


def _of_archive(path: Path) -> Side:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = {info.filename: info for info in archive.infolist()[:_MOST_MEMBERS]}
            if _PARTS[0] not in infos:
                raise Unreadable(_("{path} is an archive, but not one of Keras: it has no config.json.", path=path))
            if infos[_PARTS[0]].file_size > MOST_CONFIG:
                most = MOST_CONFIG // 2**20
                raise Unreadable(_("The configuration in {path} is larger than {most} MB.", path=path, most=most))
            with archive.open(_PARTS[0]) as file:
                config = file.read(MOST_CONFIG + 1)
        stored = Stored.of_archive(path) if _PARTS[1] in infos else None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zipfile.zlib.error) as error:
        reason = str(error)[:120] or type(error).__name__
        raise Unreadable(_("{path} is damaged: {reason}.", path=path, reason=reason)) from None
    return _of_config(config, path, stored)


def _of_config(data: bytes, path: Path, stored: Any) -> Side:
    try:
        whole = json.loads(data)
        if isinstance(whole, str):  # to_json() that was dumped once more
            whole = json.loads(whole)
    except (ValueError, RecursionError):
        raise Unreadable(_("{path} holds no architecture: it is not JSON, or not whole.", path=path)) from None
    compiled = whole.get("compile_config") if isinstance(whole, dict) else None
    try:
        read = graph_of(whole)
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from None
    return Side(read, path.name, compiled if isinstance(compiled, dict) and compiled else None, stored)
