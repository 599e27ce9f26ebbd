"""Files: what can't be found in them, what a `get_config` lacks, names and formats."""

import inspect
from pathlib import Path
from typing import Any

from autograder.errors.explanation import Explanation, explains
from autograder.errors.scene import Scene
from helpers.language import mark

_OF_EVERY_LAYER = {"name", "trainable", "dtype"}


@explains
def class_not_found(scene: Scene) -> Explanation | None:
    """An object of the learner's own that a file names and that Keras doesn't find."""
    for level in scene.during("_retrieve_class_or_fn"):
        name, kind, known = (level.variable(k) for k in ("name", "obj_type", "custom_objects"))
        if not isinstance(name, str):
            continue
        says = mark("The file names the {kind} `{name}`, which Keras does not have: it is your own.")
        because = mark("A file keeps the name and the options of your code, never the code itself.")
        remedy = mark(
            'Give it: `keras.saving.load_model(path, custom_objects={{"{name}": {name}}})`; or put `@keras.saving.register_keras_serializable()` before its definition, and save again.'
        )
        from helpers.language import translate as _

        values = {"name": name, "kind": _("function") if kind == "function" else _("class"), "known": known}
        return Explanation("file.not-found", (says, because, remedy), values, (name, "custom_objects"))
    return None


@explains
def config_incomplete(scene: Scene) -> Explanation | None:
    """A class that can't be made again from its own `get_config`."""
    for level in scene.during("from_config", "deserialize_keras_object"):
        made, config = level.variable("cls"), level.variable("config", level.variable("inner_config"))
        if not inspect.isclass(made) or not isinstance(config, dict) or made.__module__.startswith("keras"):
            continue
        try:
            parameters = [p for n, p in inspect.signature(made.__init__).parameters.items() if n != "self"]
        except (TypeError, ValueError):
            continue
        takes_all = any(p.kind is p.VAR_KEYWORD for p in parameters)
        named = {p.name for p in parameters}
        lacking = [
            p.name
            for p in parameters
            if p.default is p.empty and p.name not in config and p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)
        ]
        extra = [k for k in config if k not in named] if not takes_all else []
        values: dict[str, Any] = {"class": made.__name__}
        if lacking:
            says = mark("`{class}` is made again from what its `get_config` has kept, and {options} is not in it.")
            remedy = mark('Let `get_config` return it, too: `{{**super().get_config(), "{first}": self.{first}}}`.')
            values |= {"options": ", ".join(f"`{x}`" for x in lacking), "first": lacking[0]}
            return Explanation("file.config-lacks", (says, remedy), values, (lacking[0], made.__name__, "get_config"))
        if extra:
            says = mark(
                "`{class}` is made again from its `get_config`, which has {options}; `__init__` doesn't take it."
            )
            remedy = mark(
                "Take `**kwargs` in `__init__` and pass them on, `super().__init__(**kwargs)`: every layer has a name and a dtype."
            )
            if not set(extra) & _OF_EVERY_LAYER:
                remedy = mark("Let the names of `get_config` be those of `__init__`.")
            values |= {"options": ", ".join(f"`{x}`" for x in extra)}
            return Explanation("file.config-more", (says, remedy), values, (extra[0], made.__name__, "__init__"))
    return None


@explains
def path(scene: Scene) -> Explanation | None:
    """A path that isn't there, or whose ending says no format."""
    for level in scene.levels:
        given = level.variable("filepath")
        if not level.of_keras or not isinstance(given, (str, Path)):
            continue
        ending, values = Path(given).suffix, {"path": str(given)}
        if level.function in ("load_model", "load_weights"):
            if not Path(given).exists():
                says = mark("There is no file `{path}` (looked for in `{folder}`).")
                remedy = mark("Look at the spelling and at the folder in which the notebook runs.")
                return Explanation(
                    "file.no-file", (says, remedy), values | {"folder": str(Path.cwd())}, (str(given), "filepath")
                )
            if level.function == "load_model" and (ending not in (".keras", ".h5", ".hdf5") or Path(given).is_dir()):
                says = mark("`{path}` is no `.keras` file: Keras 3 loads these, and the older `.h5`.")
                remedy = mark(
                    'A folder of a SavedModel is used by `keras.layers.TFSMLayer(path, call_endpoint="serving_default")`.'
                )
                return Explanation("file.format", (says, remedy), values, (str(given), "filepath"))
        if level.function == "save" and ending not in (".keras", ".h5", ".hdf5"):
            says = mark("The ending of `{path}` says no format that Keras 3 saves.")
            remedy = mark('`model.save("{stem}.keras")`; for serving `model.export("{stem}")`.')
            return Explanation(
                "file.format",
                (says, remedy),
                values | {"stem": Path(given).stem or "model"},
                (str(given), "filepath"),
            )
        if level.function == "save_weights" and not str(given).endswith(".weights.h5"):
            says = mark("The name of a file of weights ends in `.weights.h5`; this is `{path}`.")
            remedy = mark('`model.save_weights("{stem}.weights.h5")`.')
            return Explanation(
                "file.format",
                (says, remedy),
                values | {"stem": Path(given).stem or "model"},
                (str(given), "filepath"),
            )
    return None


@explains
def weights_differ(scene: Scene) -> Explanation | None:
    """Weights of another shape than the layer's, or another number of them."""
    for level in scene.during("set_weights"):
        thing, given = level.variable("self"), level.variable("weights")
        if not isinstance(given, (list, tuple)) or not hasattr(thing, "weights"):
            continue
        own = list(thing.weights)
        name = scene.known_as(thing) or str(thing.name)
        values = {"layer": name, "own": len(own), "given": len(given)}
        if len(own) != len(given):
            says = mark("`{layer}` has {own} weights, and {given} are given.")
            remedy = mark("Give one array for each, in the order of `{layer}.weights`.")
            return Explanation("file.weights", (says, remedy), values, (name, str(thing.name), "set_weights"), (thing,))
        for mine, other in zip(own, given, strict=True):
            if tuple(mine.shape) != tuple(getattr(other, "shape", ())):
                from autograder.errors.explanation import shown

                values |= {"path": mine.path, "shape": shown(mine.shape), "other": shown(getattr(other, "shape", ()))}
                says = mark("The weight `{path}` has shape {shape}, and what it is given {other}.")
                remedy = mark("Both models must be built alike: look at the units and the input of `{layer}`.")
                return Explanation("file.weights", (says, remedy), values, (name, str(thing.name)), (thing,))
    return None
