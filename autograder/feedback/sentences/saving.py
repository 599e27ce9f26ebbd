"""Sentences on models saved, made again, and their weights copied."""

from helpers.language import mark

SENTENCES = {
    "saving.same_object": mark(
        "`save_and_restore` returns the model that it was given. Return the one that is loaded from the file."
    ),
    "saving.same_layers": mark(
        "The model that comes back has layers of the given one: training one would change the other. "
        "Load it from the file, so that all of it is new."
    ),
    "saving.same_optimizer": mark(
        "The model that comes back has the very optimizer of the given one. It needs one of its own: "
        "`load_model` makes it, with its state."
    ),
    "saving.no_file": mark("After `{call}` there is no file `{path}`: write it with `model.save(path)`."),
    "saving.elsewhere": mark(
        "After `{call}` there is no file `{path}`, but {got}. Write the whole model to `path`, just as it was given."
    ),
    "saving.not_archive": mark(
        "`{call}` writes `{path}`, but not as a Keras archive. `model.save(path)` writes one: "
        "architecture, weights and compile configuration in one file."
    ),
    "saving.not_loaded": mark("The file `{path}` can't be loaded as a model: {message}"),
    "saving.file_outputs": mark(
        "The model in the file `{path}` gives other outputs than the given model. Save the given model itself."
    ),
    "saving.file_training": mark(
        "The model in the file `{path}` is not compiled as the given one is, or has lost its optimizer's state. "
        "Save the given model itself, as it is."
    ),
    "saving.outputs": mark(
        "The model that comes back gives other outputs than the given one: its weights are new. "
        "Its configuration has none; the file has them."
    ),
    "saving.not_compiled": mark(
        "The model that comes back is not compiled, so training can't resume. The file holds the compile configuration: "
        "`load_model` takes it over unless told `compile=False`."
    ),
    "saving.optimizer": mark("The model that comes back has the optimizer `{got}`; before it was `{expected}`."),
    "saving.option": mark(
        "The optimizer comes back with `{option}={got}`; before it was `{option}={expected}`. "
        "Take the configuration from the file: don't compile again."
    ),
    "saving.loss": mark(
        "The loss of the model that comes back is not the one from before. Take it from the file: don't compile again."
    ),
    "saving.metrics": mark("The metrics do not come back. Before, the model was compiled with {expected}."),
    "saving.optimizer_state": mark(
        "The optimizer comes back without what it had gathered: `{op}` keeps averages for each weight, and a count of its "
        "steps. `load_model` restores them; a new `compile` starts from zero."
    ),
    "architecture.same_object": mark(
        "`same_architecture` returns the model that it was given. Make a new one from its configuration."
    ),
    "architecture.same_layers": mark(
        "The layers {layers} are those of the given model, weights and all. Make new ones from the configuration."
    ),
    "architecture.copied": mark(
        "{got} of the {expected} weights have the values of the given model. Fresh ones are asked for: "
        "a configuration has no weights."
    ),
    "architecture.zero": mark(
        "{layers} are all zero. Fresh weights are those that the layers' initializers draw: leave them as they come."
    ),
    "architecture.source_changed": mark("The weights of the given model are others than before. Leave it as it is."),
    "architecture.same_twice": mark(
        "A second call gives the layers of the first once more. Each call should make a model of its own."
    ),
    "architecture.second_call": mark(
        "Called a second time on the same model, `same_architecture` gives something else. `from_config` empties the dict "
        "that it gets: "
        "ask for `model.get_config()` at every call."
    ),
    "weights.unchanged": mark(
        "After `transfer_weights(source, target)` the weights of `target` are as before. Change the model that was given: "
        "what is returned does not matter."
    ),
    "weights.left_out": mark(
        "{layers} of the target are as before. `get_weights` has all weights, those that are not trained, too: "
        "the moving averages of a BatchNormalization belong to the model."
    ),
    "weights.other": mark("The target's weights change, but they are not those of the source, each in its place."),
    "weights.reversed": mark("The weights go the wrong way: the source gets those of the target."),
    "weights.source_changed": mark("The weights of the source are others than before. Leave the source as it is."),
    "weights.no_error_count": mark(
        "The source has {got} weights, the target has {expected}, and `{call}` raises no error. "
        "Compare the number first: `raise ValueError(...)` where it differs."
    ),
    "weights.no_error_shape": mark(
        "Weight {place} has the shape {got} in the source and {expected} in the target, and `{call}` raises no error. "
        "Compare all shapes first: `raise ValueError(...)` where they differ."
    ),
    "weights.error_type": mark(
        "The models do not fit, and `{call}` raises {type}: {message} A `ValueError` is asked for."
    ),
    "weights.half_copied": mark(
        "The models do not fit, and there is a ValueError, but too late: {got} of {expected} weights of the target are "
        "overwritten by then. Compare all shapes before you copy."
    ),
}
