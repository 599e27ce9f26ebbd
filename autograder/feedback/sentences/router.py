"""Sentences on a model with several inputs and outputs: its losses, metrics and datasets."""

from helpers.language import mark

SENTENCES = {
    "router.compile_raised": mark("With this configuration the loss can't be computed: {type}: {message}"),
    "router.unread": mark(
        "The model has learned nothing from `{input}`: with another ticket's `{input}` it answers nearly the same. "
        "Train it on all three inputs, as they are in `tickets`."
    ),
    "router.one_hot": mark(
        "The targets of `department` are one-hot. The sparse loss expects integers: use `CategoricalCrossentropy`."
    ),
    "router.from_logits": mark(
        "The loss of `{output}` takes the model's outputs for probabilities, but they are logits. Give it `from_logits=True`."
    ),
    "router.losses_swapped": mark(
        "`department` gets the loss of `priority`, and the other way round. In a list, losses stand in the order of the "
        "sorted names of the outputs. Use a dict: `loss=dict(priority=..., department=...)`."
    ),
    "router.loss_nothing": mark(
        "The loss of `{output}` is always 0, so this output learns nothing. A categorical cross-entropy of one column is 0: "
        "the priority takes the binary one."
    ),
    "router.no_loss": mark(
        "`{output}` has no loss, so this output learns nothing. Each output takes a loss of its own."
    ),
    "router.department_binary": mark(
        "The loss of `{output}` treats every department as a question of its own. Exactly one department is right: "
        "use the categorical cross-entropy."
    ),
    "router.squares": mark(
        "The loss of `{output}` is the mean squared error. A cross-entropy that takes logits is asked for."
    ),
    "router.loss": mark(
        "The total is not the weighted sum of the binary cross-entropy of `priority` and the categorical cross-entropy of "
        "`department`, both from logits."
    ),
    "router.weights_swapped": mark(
        "The weights of the two losses are exchanged: the priority counts {got_priority}, the department {got_department}. "
        "In a list, weights stand in the order of the sorted names. Use a dict: "
        "`loss_weights=dict(priority=..., department=...)`."
    ),
    "router.weights_missing": mark(
        "Both losses count the same: the weights are not used. Give them as `loss_weights`, by the names of the outputs."
    ),
    "router.weights": mark(
        "In the total the priority counts {got_priority} and the department {got_department}; "
        "the weights asked for are {priority} and {department}."
    ),
    "router.metrics_raised": mark(
        "The losses are right, but the metrics stop `evaluate` with {type}: {message} "
        "With two outputs `metrics` is a dict by output: `metrics=dict(priority=[...], department=[...])`."
    ),
    "router.metrics": mark("No metric reports on {outputs}. Give `metrics` a dict with a list for each output."),
    "router.threshold": mark(
        "The metric `{metric}` of the priority counts a yes above 0.5, as for probabilities. The priority is a logit: "
        "its threshold is 0, as in `keras.metrics.BinaryAccuracy(threshold=0.0)`."
    ),
    "dataset.type": mark("`{name}` should return a `tf.data.Dataset`; it returned an object of type `{type}`."),
    "dataset.no_pair": mark(
        "An element of the dataset should be a pair `(inputs, targets)`. Give `from_tensor_slices` a tuple of two dicts."
    ),
    "dataset.inputs_no_dict": mark(
        "The inputs in an element are of type `{got}`. Make them a dict with the names of the model's inputs."
    ),
    "dataset.targets_no_dict": mark(
        "The targets in an element are of type `{got}`. Make them a dict with the names of the model's outputs."
    ),
    "dataset.swapped": mark("The targets stand before the inputs. An element is `(inputs, targets)`."),
    "dataset.input_keys": mark("The inputs are named {got}; the model's inputs are {expected}."),
    "dataset.target_keys": mark("The targets are named {got}; the model's outputs are {expected}."),
    "dataset.dtype": mark("The model can't take {names}: plain tensors of numbers are asked for."),
    "dataset.unbatched": mark(
        "The elements are single tickets. Put `batch_size` of them together: `.batch(batch_size)`."
    ),
    "dataset.batched_twice": mark("The batches are batched again: a part has the shape {got}. Call `.batch` once."),
    "dataset.shape": mark("In a batch `{name}` has the shape {got}; it should be {expected}."),
    "dataset.repeated": mark(
        "`{call}` gives the tickets more than once. `fit` starts a new pass for each epoch by itself: leave out `repeat`."
    ),
    "dataset.too_many": mark("`{call}` gives {got} tickets or more; there are {expected}."),
    "dataset.batch_size": mark("`{call}` gives batches of the sizes {got}; they should be {expected}."),
    "dataset.dropped": mark(
        "`{call}` gives {got} of the {expected} tickets. The last batch may be smaller: leave out `drop_remainder`."
    ),
    "dataset.order": mark("The tickets come in another order. No shuffling is asked for here: keep the rows in order."),
    "dataset.other_values": mark("{names}: the rows are not those of the arrays given, or stand beside other tickets."),
    "dataset.fit": mark("`model.fit(dataset)` stops with: {message}"),
    "router.activation": mark("The output `{output}` has the activation `{got}`. Logits are asked for: no activation."),
    "router.probabilities": mark(
        "The output `{output}` gives probabilities, between 0 and 1. Logits are asked for: no activation in the last layer."
    ),
    "router.units": mark("For each ticket, the size of the output `{output}` is {got}; it should be {expected}."),
    "router.accuracy": mark(
        "On tickets that it has not seen, `{output}` is right in {got} of 100 cases. {expected} are within reach. "
        "Does it get all three inputs, does its loss fit, does it train long enough?"
    ),
    "router.chance": mark(
        "On tickets that it has not seen, `{output}` is right in {got} of 100 cases: little better than guessing. "
        "Was it trained, with a loss of its own, each target beside its own ticket?"
    ),
    "router.crossed": mark(
        "The keys and the heads are crossed: under `priority` there are {got} numbers, and under `department` there is one."
    ),
    "router.stale": mark(
        "The model that is returned is not compiled. `compile` belongs to the model that it was called on; a new `keras.Model` over "
        "the same layers knows nothing of it."
    ),
    "router.loss_list": mark(
        "The losses have no names: `loss` is of type `{type}`. The outputs are a dict, which Keras sorts by its keys, so that a "
        "place says nothing. Give a dict with the keys of the outputs."
    ),
}
