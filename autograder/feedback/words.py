"""The sentence for each key of a finding, in the learner's names.

Fields are filled from the finding's values. A value is shown as code unless its field says otherwise; lists are
joined. Each key has one sentence here and its Chinese in the catalogue; `tests/test_feedback.py` checks both.
"""

from typing import Any

from autograder.verdict import Finding
from helpers.language import current, mark, translate

SENTENCES = {
    # the answer as such
    "answer.not_attempted": mark("Not attempted yet: replace `raise NotImplementedError()` by your code."),
    "answer.not_defined": mark("`{name}` is not defined yet: run the cell that defines it, then this one again."),
    "answer.not_callable": mark(
        "The check wants the function `{name}` itself, so that it can call it with other arguments; "
        "it got an object of type `{type}`."
    ),
    "answer.generator": mark("`{name}` contains `yield`, which makes it a generator. End it with `return`."),
    "answer.timeout": mark(
        "`{call}` was still running after {seconds} seconds and was stopped. Is there a loop without an end?"
    ),
    "answer.raised": mark("`{call}` stopped with {type}{where}: {message}"),
    "answer.returned_none": mark("`{name}` returns nothing. End it with `return` and the result."),
    "answer.returned_class": mark("`{name}` returns a class. Call the class, and return the object it makes."),
    "answer.returned_function": mark("`{name}` returns a function. Call it, and return its result."),
    "answer.type": mark("`{name}` should return {expected}; it returned an object of type `{type}`."),
    "arguments.ignored": mark("With the example's arguments your answer is right, but not for `{call}`:"),
    "evidence.refused": mark("What your answer returned can't be read ({reason}). Return what the exercise asks for."),
    # models
    "model.tensor": mark(
        "`{name}` returns a KerasTensor, the end of the graph. Wrap both ends in a model: `keras.Model(inputs, outputs)`."
    ),
    "model.sequential": mark(
        "`{name}` returns a bare Sequential. The exercise asks for a functional model: begin with `keras.Input`, "
        "call the layers, end with `keras.Model(inputs, outputs)`."
    ),
    "model.subclassed": mark(
        "`{name}` returns a subclassed model, which has no graph. Make it with `keras.Model(inputs, outputs)`."
    ),
    "model.layer": mark("`{name}` returns a layer. Call it on a `keras.Input` and wrap both ends in a model."),
    "model.type": mark("`{name}` should return a functional model; it returned an object of type `{type}`."),
    "model.unreadable": mark("The model that `{name}` returned can't be read: {reason}"),
    # graphs
    "graph.input_count": mark("The model has {got} inputs; {expected} are asked for."),
    "graph.input_shape": mark("The input `{layer}` has the shape {got} for one sample; it should be {expected}."),
    "graph.input_dtype": mark("The input `{layer}` has the dtype `{got}`; it should be `{expected}`."),
    "graph.input_keys": mark("The inputs are {got}; they should be {expected}."),
    "graph.inputs_exchanged": mark("The inputs {names} have changed places: what is meant for one happens to another."),
    "graph.outputs_exchanged": mark("The outputs {names} have changed places: each stands under the name of another."),
    "graph.inputs_permuted": mark("The inputs stand in the order {got}; the order asked for is {expected}."),
    "graph.outputs_permuted": mark("The outputs stand in the order {got}; the order asked for is {expected}."),
    "graph.output_count": mark("The model has {got} outputs; {expected} are asked for."),
    "graph.inputs_list": mark("The inputs have no names. Give the model a dict of inputs, with the keys {expected}."),
    "graph.outputs_list": mark("The model returns its outputs as a list. Return a dict, with the keys {expected}."),
    "graph.output_keys": mark("The outputs are named {got}; the names asked for are {expected}."),
    "graph.inputs_dict": mark(
        "The inputs are a dict with the keys {got}; a list is asked for, whose order says which input is which."
    ),
    "graph.outputs_dict": mark(
        "The outputs are a dict with the keys {got}; a list is asked for, whose order says which output is which."
    ),
    "graph.output": mark("Output {place} comes from `{got}`; it should come from `{expected}`."),
    "graph.edge": mark("{layer} gets {got}; it should get {expected}."),
    "graph.edge_missing": mark("{layer} should get {expected} too."),
    "graph.edge_surplus": mark("{layer} gets {got}, which it should not."),
    "graph.argument_order": mark("{layer} gets {got}, in this order; the order should be {expected}."),
    "graph.kind": mark("{layer} is `{got}`; `{expected}` is asked for here."),
    "graph.config": mark("{layer} has `{option}={got}`; it should be `{option}={expected}`."),
    "graph.config_everywhere": mark("The layers {layers} have `{option}={got}`; it should be `{option}={expected}`."),
    "graph.activation": mark("{layer} has the activation `{got}`; it should be `{expected}`."),
    "graph.activation_missing": mark("{layer} has no activation; it should have `{expected}`."),
    "graph.activation_missing_everywhere": mark(
        "The layers {layers} have no activation; they should have `{expected}`."
    ),
    "graph.activation_surplus": mark("{layer} has the activation `{got}`; it should have none."),
    "graph.activation_surplus_everywhere": mark(
        "The layers {layers} have the activation `{got}`; they should have none."
    ),
    "graph.activation_everywhere": mark("The layers {layers} have the activation `{got}`; it should be `{expected}`."),
    "graph.missing": mark("A layer is missing after {sources}: {which}`{op}`{options}."),
    "graph.missing_merge": mark("Nothing joins {sources}: `{op}` is missing here."),
    "graph.missing_part": mark("After {sources} a part is missing, or it is built and not used: {parts}."),
    "graph.edge_to_missing": mark(
        "{layer} gets {got}; it should get the end of a part that is missing, or built and not used: {parts} after {sources}."
    ),
    "graph.surplus": mark("`{layer}` (`{op}`) is not asked for."),
    "graph.not_shared": mark(
        "{layers} are {count} separate layers. One shared `{op}` is asked for: create it once, call it {count} times."
    ),
    "graph.shared": mark("`{layer}` is one shared layer, called {count} times. {count} separate ones are asked for."),
    "graph.frozen": mark("{layer} is frozen; it should be trained."),
    "graph.frozen_everywhere": mark("The layers {layers} are frozen; they should be trained."),
    "graph.not_frozen": mark("{layer} is trained; it should be frozen."),
    "graph.not_frozen_everywhere": mark("The layers {layers} are trained; they should be frozen."),
    "graph.differs": mark("The model computes something else than the exercise asks for."),
    "nested.opened": mark(
        "Taken apart, or not there at all: {models}. Call a given model like a layer, so that it stays one node of the new graph."
    ),
    # values
    "value.none": mark("`{call}` returns nothing. End the function with `return` and the result."),
    "value.type": mark("`{call}` returns an object of type `{type}`; a number is asked for."),
    "value.wrong": mark("`{call}` gives {got}; it should give {expected}."),
    "value.not_integer": mark("`{call}` gives {got}: the number is right, but it should be an `int`, not a `float`."),
    "params.no_bias": mark(
        "`{call}` gives {got}; it should give {expected}. The biases are missing: one for each unit."
    ),
    "params.input_bias": mark(
        "`{call}` gives {got}; it should give {expected}. A layer has one bias for each of its units, not of its inputs."
    ),
    "params.input_counted": mark(
        "`{call}` gives {got}; it should give {expected}. The input is no layer: it has no parameters of its own."
    ),
    # compile
    "compile.missing": mark("The model is not compiled after your code: call `model.compile(...)` on the model given."),
    "compile.optimizer": mark("The optimizer is `{got}`; `{expected}` is asked for."),
    "compile.learning_rate": mark(
        "The learning rate is {got}; it should be {expected}. Give it to the optimizer: `RMSprop(learning_rate)`."
    ),
    "compile.from_logits": mark(
        "The loss takes the model's outputs for probabilities, but they are logits. Give it `from_logits=True`."
    ),
    "compile.one_hot": mark(
        "The loss expects one-hot labels; yours are integers. The sparse version of the loss takes them."
    ),
    "compile.loss": mark("The loss is not the sparse categorical cross-entropy of logits and integer labels."),
    "compile.metrics": mark("No metric reports the accuracy: give `metrics` a list with it."),
    # data and predictions
    "rows.type": mark("The rows that you trained on should be an array; they are of type `{type}`."),
    "rows.shape": mark(
        "The rows have the shape {got}; it should be {expected}: one row of 784 numbers for each image."
    ),
    "rows.scale": mark("The rows go up to {got}. The model should see numbers from 0 to 1: divide the pixels by 255."),
    "rows.values": mark("The rows are not the given images, scaled: something else happens to them on the way."),
    "output.probabilities": mark("The outputs of the model add up to 1: they are probabilities. Logits are asked for."),
    "output.relu": mark(
        "No output of the model is ever negative. Logits go both ways: the last layer should have no activation."
    ),
    "output.units": mark("The model has {got} outputs for each sample; {expected} are asked for."),
    "accuracy.low": mark(
        "On images that it has not seen your model is right in {got} of 100 cases. {expected} are within reach. "
        "Is every pixel scaled, does the loss fit the outputs, does it train long enough?"
    ),
    "accuracy.chance": mark(
        "On images that it has not seen your model is right in {got} of 100 cases: little better than guessing. "
        "Was it trained, on rows of numbers from 0 to 1, with each label beside its own image?"
    ),
    "predict.type": mark("`{call}` returns an object of type `{type}`; an array of classes is asked for."),
    "predict.logits": mark("`{call}` returns {got} numbers for each image. One class each is asked for: the largest."),
    "predict.shape": mark("`{call}` returns an array of the shape {got}; it should be {expected}, one class an image."),
    "predict.not_integer": mark("`{call}` returns classes of type `{got}`; integers are asked for."),
    "predict.not_scaled": mark(
        "`{call}` gives the model pixels from 0 to 255. The model was trained on numbers from 0 to 1: scale them."
    ),
    "predict.wrong": mark("`{call}` differs from the largest output of the model for {got} of {expected} images."),
    "repair.answer": mark("`repair` should return two things, the model and its rows: `return model, rows`."),
    "graph.names": mark("The layers are the right ones, but some are named {got}; their names should be {expected}."),
    # chapter 03
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
    # chapter 04
    "models.pair": mark("Two models are asked for, in this order: `return encoder, autoencoder`."),
    "models.swapped": mark("The models stand in the order autoencoder, encoder: `return encoder, autoencoder`."),
    "models.encoder": mark("The autoencoder is right, the encoder is not:"),
    "models.separate": mark(
        "Each model alone is right, but {layers} of the encoder are not the autoencoder's: training one would not change "
        "the other. Make each layer once, and both models from the same tensors."
    ),
    "models.copied": mark(
        "The layers {layers} are copies, with weights of their own. Use the layers of the given model: go on from "
        "`encoder.output`."
    ),
    # chapter 05
    "callable.shape": mark(
        "`{call}` works for the example, but not for models that take inputs of the shape {expected}. Take the shape "
        "from the model given: `keras.Input(shape=model.input_shape[1:])`."
    ),
    "callable.copied": mark(
        "Your model has copies in place of {models}, with other weights. Call the given models themselves."
    ),
    "ensemble.sum": mark(
        "The outputs are the sum of the members'. Divide it by their number, or take `layers.average`."
    ),
    "ensemble.left_out": mark(
        "Without a part in the outputs: {models}. Any number of members may be given: go through all of `members`."
    ),
    "ensemble.shares": mark(
        "In the outputs {models} have the shares {got}, in this order; the shares should be {expected}."
    ),
    "ensemble.learned": mark(
        "`{layer}` has weights of its own, which training would change. The shares of the members are given: "
        "numbers, not weights of a layer."
    ),
    "ensemble.not_normalised": mark(
        "The weights are not normalised: {models} count {got}, in this order. Divide each by the sum of all: {expected}."
    ),
    "ensemble.weights_ignored": mark(
        "All members count the same, whatever the weights are; they should count {expected}."
    ),
    "ensemble.weights_permuted": mark(
        "The weights stand at other members: {models} have the shares {got}, in this order; the shares should be {expected}."
    ),
    "ensemble.scale": mark(
        "The members' shares have the right proportions, but do not add up to 1: they are {got} and should be {expected}. "
        "Divide by the sum of the weights, once."
    ),
    # chapter 06
    "router.compile_raised": mark("With this configuration the loss can't be computed: {type}: {message}"),
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
    "router.units": mark("The output `{output}` has {got} numbers for each ticket; {expected} are asked for."),
    "router.accuracy": mark(
        "On tickets that it has not seen, `{output}` is right in {got} of 100 cases. {expected} are within reach. "
        "Does it get all three inputs, does its loss fit, does it train long enough?"
    ),
    "router.chance": mark(
        "On tickets that it has not seen, `{output}` is right in {got} of 100 cases: little better than guessing. "
        "Was it trained, with a loss of its own, each target beside its own ticket?"
    ),
    # chapter 07
    "block.sizes": mark(
        "`{call}` stopped at the sum{where}: one tensor has {first} positions, the other {second}. "
        'A block keeps height and width: its convolutions need `padding="same"`.'
    ),
    "block.channels": mark(
        "`{call}` stopped at the sum{where}: one tensor has {first} channels, the other {second}. Where the channels differ, "
        "the skip is projected: `Conv2D(filters, 1)`, without an activation."
    ),
    "block.after_sum": mark(
        "`{layer}` applies `{got}` to a sum. In this block nothing comes after the sum: each of its two convolutions has its "
        "own `relu`."
    ),
    "block.projected": mark(
        "The skip goes through {layers}, though the channels are equal. Then the sum takes `x` itself: "
        "project only where the channels differ."
    ),
    "block.model": mark("`{name}` returns a model. A block is a part of a larger graph: return the tensor at its end."),
    "block.type": mark(
        "`{name}` should return the tensor at the end of the block; it returned an object of type `{type}`."
    ),
    "block.no_skip": mark(
        "There is no skip: the model is a plain chain. Keep the block's input, and add it to the result of its second "
        "convolution."
    ),
    "resnet.blocks": mark("Residual blocks in the model: {got}. Asked for: {expected}, as `num_blocks` says."),
    "resnet.unscaled": mark(
        "Your model is right about images with values from 0 to 255, but the check gives it images from 0 to 1. "
        "Scale outside of the model: train it on `images / 255`."
    ),
    # chapter 08
    "texts.fixed_length": mark(
        "The input `{layer}` takes texts of exactly {got} words. Texts of any length are asked for: `shape=(None,)`."
    ),
    "texts.input_shape": mark(
        "The input `{layer}` has the shape {got} for one sample. A text is one row of word ids: `shape=(None,)`."
    ),
    "texts.crossed": mark(
        "The first output belongs to the second input, and the second to the first. Outputs stand in the order of the inputs."
    ),
    "texts.same": mark("Both outputs come from the same text. Call the layer on each of the two inputs."),
    "texts.shapes": mark(
        "For texts of different lengths the outputs have the shapes {got}; they should be {expected}."
    ),
    "similarity.one_text": mark(
        "The output does not depend on both texts: whatever the other text is, it stays the same. "
        "Call the encoder on each of the two inputs."
    ),
    "similarity.shape": mark(
        "The output has the shape {got}; it should be {expected}: one number for each pair of texts, in a row of its own."
    ),
    "similarity.no_embedding": mark(
        "The encoder begins with an Embedding of the words: `{expected}`. There is none of this size in the model."
    ),
    "similarity.one_side": mark(
        "`{layer}` works on one of the two texts only. One encoder is asked for, with every layer called on both texts."
    ),
    "similarity.layer_after": mark(
        "`{layer}` has weights and gets both texts at once. After the encoder nothing is learned: "
        "the output is the cosine of the two vectors."
    ),
    "similarity.dot": mark(
        "The output is the dot product of the two vectors. The cosine is that of vectors of length 1: normalise them."
    ),
    "similarity.negative": mark(
        "The output is the cosine with its sign turned: equal texts get -1. "
        "A loss wants small numbers for what is alike, a similarity wants large ones."
    ),
    "similarity.one_minus": mark(
        "The output is 1 minus the cosine, a distance: equal texts get 0. The similarity asked for is the cosine itself."
    ),
    "similarity.sigmoid": mark(
        "The output is the sigmoid of the dot product. The cosine needs no sigmoid: divide by the vectors' lengths."
    ),
    "similarity.distance": mark(
        "The output says how far apart the two vectors are. The cosine compares their directions, not their places."
    ),
    "similarity.rescaled": mark(
        "The output is made from the cosine, but is not the cosine itself: leave it as it is, from -1 to 1."
    ),
    "similarity.unlike": mark(
        "The same two texts in the other order, or one text with itself, show that the texts are not treated alike. "
        "Call one encoder on both, and do the same with both vectors."
    ),
    "similarity.not_cosine": mark(
        "The output is not the cosine of the vectors that the encoder gives for the two texts."
    ),
    # chapter 10
    "class.not_layer": mark("`{name}` is a class, but not of a layer: begin it with `class {name}(layers.Layer):`."),
    "class.instance": mark(
        "`{name}` is a layer already. The check wants the class itself, so that it can construct layers with other arguments."
    ),
    "class.type": mark("`{name}` should be a class that extends `layers.Layer`; it is an object of type `{type}`."),
    "layer.made_of": mark(
        "`{name}` leaves the work to Keras's `{got}`. Here the weights are to be made by yourself: `self.add_weight` in `build`."
    ),
    "layer.early_weights": mark(
        "`{name}` has {got} weights as soon as it is constructed. Make them in `build`, which knows the shape of the input."
    ),
    "layer.not_in_build": mark("`{name}` has no kernel and bias after `build`. Make both there."),
    "layer.weight_order": mark(
        "The weights of `{name}` stand in the order bias, kernel. Make the kernel first, as `Dense` does: `get_weights` and saved files go by this order."
    ),
    "layer.no_bias": mark("`{call}` has a kernel, but no bias: one number for each unit, of shape `(units,)`."),
    "layer.weight_shapes": mark(
        "On inputs of width {width}, `{call}` has weights of the shapes `{got}`; they should be `{expected}`: kernel, then bias."
    ),
    "layer.weights": mark("{layer} has weights of the shapes `{got}`; they should be `{expected}`."),
    "layer.weights_frozen": mark(
        "A weight of `{name}` is not trainable. Kernel and bias both learn: leave out `trainable=False`."
    ),
    "layer.bias_unused": mark("`{call}` has a bias, but does not add it."),
    "layer.activation_ignored": mark(
        "`{call}` computes inputs times kernel plus bias, without the activation that it was given."
    ),
    "layer.activation_early": mark(
        "`{call}` adds the bias after the activation. Add it before: the activation is the last step."
    ),
    "layer.last_axis": mark(
        "`{name}` works on rows, but not on inputs of shape {shape}. Like `Dense`, it should multiply along the last axis, whatever stands before: take the width from `input_shape[-1]`."
    ),
    "layer.kwargs": mark(
        "`{call}` is refused: {message}. Every layer takes `name`, `dtype` and `trainable`: end the constructor's arguments with `**kwargs`, and call `super().__init__(**kwargs)`."
    ),
    "layer.kwargs_lost": mark(
        "The layer was given `{argument}={expected}`, but has `{argument}={got}`. Give what comes in `**kwargs` on: `super().__init__(**kwargs)`."
    ),
    "layer.returned": mark(
        "Called on a tensor, a layer made by `{name}` returns an object of type `{type}`. Its `call` should return the result."
    ),
    "layer.not_tracked": mark(
        "The weights of the `{got}` that `{name}` was given are not among its own. Keep the object itself as an attribute, not a copy or a function around it: `self.{got} = {got}`."
    ),
    "layer.outputs": mark(
        "{layer}, of your class `{op}`, has the right weights, but computes something else: for drawn weights and "
        "inputs its outputs are not those asked for. Look at the class, and at what the layer was given."
    ),
    "serial.not_registered": mark(
        'Loading can\'t find the class `{name}`: it is not registered. Write `@keras.saving.register_keras_serializable(package="...")` above it.'
    ),
    "serial.no_get_config": mark(
        "`{name}` has no `get_config` of its own. Keras then guesses from the constructor's arguments, which fails once one of them is not plain data."
    ),
    "serial.config_type": mark(
        "`get_config` returns an object of type `{type}`. It should return the dict: end it with `return config`."
    ),
    "serial.from_config": mark(
        "`{name}.from_config(config)` can't make the layer again: {message}. The config has to hold exactly what the constructor takes."
    ),
    "serial.class": mark("What comes back is not a layer of your class `{name}`, but `{type}`."),
    "serial.lost": mark(
        "Made again from its config, the layer has `{argument}={got}`; it had `{argument}={expected}`. Name, dtype and trainable come from `super().get_config()`, everything else you add."
    ),
    "serial.outputs": mark("The layer comes back, but its outputs are not those from before."),
    "serial.save": mark("A model with a layer of your class `{name}` can't be saved: {message}"),
    "serial.load": mark("A saved model with a layer of your class `{name}` can't be loaded: {message}"),
    "residual.no_scale": mark(
        "`{name}` has no weight of its own. A plain number does not learn: make the scale with `self.add_weight`."
    ),
    "residual.scale_count": mark(
        "`{name}` has {got} weights beside those of the wrapped layer. One is asked for: the scale."
    ),
    "residual.scale_shape": mark("The scale has the shape {got}; it should be a single number, of shape `()`."),
    "residual.scale_frozen": mark("The scale of `{name}` is not trainable. It should learn."),
    "residual.scale_initial": mark('The scale begins at {got}; it should begin at 1: `initializer="ones"`.'),
    "residual.no_skip": mark("`{name}` returns the scaled layer alone: the input is not added."),
    "residual.scaled_skip": mark(
        "`{name}` scales the input. The scale belongs to the wrapped layer: `x + scale * layer(x)`."
    ),
    "residual.scaled_sum": mark(
        "`{name}` scales the whole sum. The scale belongs to the wrapped layer alone: `x + scale * layer(x)`."
    ),
    "residual.unscaled": mark("`{name}` has a scale, but does not use it."),
    "residual.subtracted": mark("`{name}` subtracts the scaled layer; it should be added."),
    # chapter 12
    "rnn.batch_fixed": mark(
        "`{name}` works only where the size of the batch is known, and fails where it is left open: {message}. Take it from the tensor itself: `ops.shape(x)[0]`."
    ),
    "rnn.weights": mark(
        "Beside the classifier's, `{name}` has weights of the shapes `{got}`; they should be those of two Dense layers: `{expected}`."
    ),
    "rnn.tanh_of_sum": mark(
        "`{name}` takes the tanh of the sum. Each Dense has its own: `tanh(Dense_x(x_t)) + tanh(Dense_h(state))`."
    ),
    "rnn.no_tanh": mark("`{name}` leaves out a tanh: both Dense layers have one."),
    "rnn.state_forgotten": mark(
        "`{name}` never uses its new state: at each step the state is zero again. Keep the sum for the next step: `state = ...`."
    ),
    "rnn.state_first": mark("The state of `{name}` should be zero before the first step."),
    "rnn.input_dropped": mark("`{name}` keeps only the state's part: the part of `x_t` is missing in the sum."),
    "rnn.reversed": mark("`{name}` walks through the steps backwards."),
    "rnn.not_stacked": mark(
        "The classifier of `{name}` should get all states, stacked along the time axis: shape (n, t, units)."
    ),
    "rnn.classifier_unused": mark("`{name}` returns its states; it should return what the classifier makes of them."),
    "rnn.head_activation": mark(
        "The classifier inside `{name}` ends with the activation `{got}`. Its `Dense(1)` should have none."
    ),
    "rnn.not_in_model": mark("There is no layer of your class `CustomRNN` in the model. It stands after the Conv1D."),
    "graph.batch_fixed": mark(
        "The model takes batches of {got} samples only. Leave the batch open: `keras.Input(shape=(timesteps, input_dim))`."
    ),
    "noise.at_inference": mark("`{name}` adds noise in inference, too. Add it only where `training` is true."),
    "noise.inference": mark(
        "Without noise, `{name}` should give what `Dense` gives for the same weights; it gives something else."
    ),
    "noise.none": mark("`{name}` adds no noise in training."),
    "noise.repeats": mark(
        "`{name}` adds the same noise at every call. Keep one `keras.random.SeedGenerator` in the layer, and draw from it."
    ),
    "noise.shared": mark(
        "`{name}` adds one draw to several numbers at once. Each output should get its own: draw in the shape of the output."
    ),
    "noise.mean": mark("The noise of `{name}` has a mean of {got}; it should be 0."),
    "noise.std": mark(
        "The noise of `{call}` has a standard deviation of {got}; it should be {expected}, for every output alike."
    ),
    "noise.shape": mark(
        "The noise of `{name}` is not Gaussian. Draw it from a normal distribution: `keras.random.normal`."
    ),
    "noise.mask": mark(
        "The mask does not pass through `{name}`: the layer behind it gets none. Set `self.supports_masking = True`."
    ),
    # chapter 09
    "extractor.nested": mark(
        "The outputs are lists inside of a list. One flat list is asked for: every tensor an entry of its own."
    ),
    "extractor.copied": mark(
        "The layers {layers} are copies with weights of their own. The extractor should use the layers of the given model."
    ),
    "extractor.surplus": mark(
        "The outputs of {layers} are there, too. Only the layers in `layer_names` are asked for."
    ),
    "extractor.missing": mark("The output of {layers} is missing: every layer in `layer_names` is asked for."),
    "extractor.calls": mark(
        "The model calls `{layer}` {expected} times, so {expected} of its outputs are asked for; {got} is there. "
        "`layer.output` gives that of the first call alone."
    ),
    "extractor.outside": mark(
        "The model calls `{layer}` {expected} times, but {got} of its outputs are there: "
        "a call from outside of the model is among them."
    ),
    "extractor.order": mark("The outputs stand in the order {got}; the order of `layer_names` asks for {expected}."),
    "extractor.call_order": mark("The outputs of `{layer}` do not stand in the order in which the model calls it."),
    "gram.type": mark("`{call}` returns an object of type `{type}`; an array or a tensor is asked for."),
    "gram.shape": mark("For features of the shape {given} the result has the shape {got}; it should be {expected}."),
    "gram.batch": mark(
        "The images of the batch are mixed: all of them are added up in one matrix. "
        "Each image has a Gram matrix of its own: keep the first axis."
    ),
    "gram.places": mark(
        "The result compares every place with every place: its shape is {got}. "
        "A Gram matrix compares channels, {expected}: turn the product round."
    ),
    "gram.features": mark(
        "The result still has the shape of the features, {got}. Height and width are summed away: {expected}."
    ),
    "gram.not_divided": mark("The sums are right, but they are not divided by height times width, here {expected}."),
    "gram.divisor": mark(
        "The sums are right, but they are divided by {got}; it should be height times width, here {expected}."
    ),
    "gram.mixed": mark(
        "The reshape mixes places and channels: channels are the last axis and must stay there. "
        "Make rows of the shape {expected}, then transpose."
    ),
    "gram.centred": mark(
        "The mean of each channel is subtracted first: that is a covariance. A Gram matrix takes the features as they are."
    ),
    "gram.values": mark(
        "`{call}` gives numbers of the right shape, but not the sums of products of two channels over all places."
    ),
    "transfer.copied": mark(
        "No layer of the given model is in your model: its layers are copies without what they have learned. "
        "Use `model.get_layer(layer_name).output` of the given model."
    ),
    "transfer.all_frozen": mark(
        "No weight of the model can be trained. Freeze the trunk alone: the new Dense layer has to learn."
    ),
    # chapter 11
    "api.no_dict": mark("`API_FOR` should be a dict with a word for each situation; it is of type `{type}`."),
    "api.not_attempted": mark(
        'Not attempted yet: give each situation one of `"sequential"`, `"functional"` and `"subclass"`.'
    ),
    "api.blank": mark("`{situation}` has no answer yet."),
    "api.unknown": mark(
        '`{situation}`: `{got}` is none of the three words `"sequential"`, `"functional"` and `"subclass"`.'
    ),
    "api.plain_chain": mark(
        "`plain_chain`: `{got}` can do it, but more simply: one layer after the other, one input, one output. "
        "That is all that Sequential says."
    ),
    "api.plain_convnet": mark(
        "`plain_convnet`: `{got}` can do it, but more simply: convolutions and pooling are a single line of layers too, "
        "with no fork in it."
    ),
    "api.word_chain": mark(
        "`word_chain`: `{got}` can do it, but more simply: the loop over the words is inside of the LSTM, "
        "so the layers still stand in one line."
    ),
    "api.two_inputs": mark(
        "`two_inputs`: not `{got}`. Two inputs that join are a graph, the same for every sample: "
        "more than a line, and nothing that needs a `call` of its own."
    ),
    "api.two_heads": mark(
        "`two_heads`: not `{got}`. A trunk with two ends forks, which a line of layers can't, "
        "and the fork is the same for every sample."
    ),
    "api.skip_connection": mark(
        "`skip_connection`: not `{got}`. The input of a block goes two ways, through it and past it: "
        "a fork and a join, always at the same place."
    ),
    "api.shared_encoder": mark(
        "`shared_encoder`: not `{got}`. The same layers are called on two inputs: "
        "a graph with shared layers, the same for every pair."
    ),
    "api.tree_rnn": mark(
        "`tree_rnn`: not `{got}`. Which calls there are depends on the tree of each sentence: "
        "no fixed graph has them all. Python has to walk the tree, in a `call` of your own."
    ),
    "api.early_exit": mark(
        "`early_exit`: not `{got}`. How many layers are called is known only when their outputs are: "
        "a fixed graph calls all of them, always."
    ),
    "api.photo_list": mark(
        "`photo_list`: not `{got}`. A graph has a fixed number of inputs. "
        "A list whose length changes from call to call needs a loop in a `call` of your own."
    ),
    "functional.whole": mark(
        "`{layer}` is called as a whole: the graph has one node, and what happens inside stays hidden. "
        "Call the layers of `mlp.layers` one by one."
    ),
    "functional.copied": mark(
        "The layers {layers} are new ones, with weights of their own. Call the layers of `mlp` themselves: "
        "what one model learns, the other then knows."
    ),
    # what is right
    "fact.ends": mark("inputs and outputs"),
    "fact.params": mark("{params} parameters"),
}

_PLAIN = {"layer", "message", "where", "reason", "which", "options", "seconds", "count", "place", "params"}
"""Fields that are words or counts, not code."""


def sentence(finding: Finding, lang: str | None = None) -> str:
    """The finding in words (Markdown: code in backticks), in `lang` (default: the language in use)."""
    lang = lang or current()
    template = translate(SENTENCES.get(finding.key, SENTENCES["graph.differs"]), lang)
    values = dict(finding.values)
    values["where"] = _where(values, lang)
    values["which"] = _which(values, lang)
    values["options"] = _options(values.get("options"), lang)
    if "op" in values and "place" in values and "layer" in values:
        values["layer"] = _layer(values, lang)
    quoted = _quoted(template)
    shown = {k: _shown(v, k not in _PLAIN and k not in quoted, lang) for k, v in values.items()}
    return template.format_map(_Lenient(shown)).strip()


class _Lenient(dict):
    """A missing field is shown as an ellipsis: a finding from an untrusted side may lack one."""

    def __missing__(self, key: str) -> str:
        return "…"


def _quoted(template: str) -> set[str]:
    """Fields that stand in backticks already."""
    inside = template.split("`")[1::2]
    return {field for field in _fields(template) if any("{" + field + "}" in part for part in inside)}


def _fields(template: str) -> list[str]:
    return [part.split("}")[0] for part in template.split("{")[1:]]


def _shown(value: Any, code: bool, lang: str) -> str:
    if isinstance(value, (list, tuple)) and value and all(isinstance(v, str) for v in value):
        return _listed([f"`{v}`" for v in value], lang)
    if isinstance(value, (list, tuple)):
        text = ", ".join("?" if v is None else str(v) for v in value)
        text = f"({text},)" if len(value) == 1 else f"({text})"
    elif isinstance(value, float):
        text = f"{value:,.6g}" if value != int(value) else f"{value:,.1f}"
        code = False
    elif isinstance(value, int) and not isinstance(value, bool):
        text, code = f"{value:,}", False
    else:
        text = str(value)
    return f"`{text}`" if code and text else text


def _listed(names: list[str], lang: str) -> str:
    if len(names) == 1:
        return names[0]
    comma, last = ("、", " 和 ") if lang == "zh" else (", ", " and ")
    return comma.join(names[:-1]) + last + names[-1]


def _layer(values: dict, lang: str) -> str:
    """A layer by its name and, where there are several of its kind, which it is: Keras counts names on and on."""
    place = values["place"]
    if not isinstance(place, int) or place < 1:
        return f"`{values['layer']}`"
    if lang == "zh":
        return f"`{values['layer']}`（第 {place} 个 `{values['op']}`）"
    return f"`{values['layer']}` (the {_ordinal(place)} `{values['op']}`)"


def _ordinal(place: int) -> str:
    return f"{place}{'th' if 10 <= place % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def _where(values: dict, lang: str) -> str:
    if not values.get("line"):
        return ""
    text = mark(" in line {line}, `{code}`") if values.get("code") else mark(" in line {line}")
    return translate(text, lang).format(line=values["line"], code=str(values.get("code")).replace("`", "'"))


def _which(values: dict, lang: str) -> str:
    place = values.get("place")
    if not isinstance(place, int) or place < 1:
        return ""
    return f"第 {place} 个 " if lang == "zh" else f"the {_ordinal(place)} "


def _options(options: Any, lang: str) -> str:
    if not isinstance(options, dict) or not options:
        return ""
    listed = ", ".join(f"{k}={tuple(v) if isinstance(v, list) else v}" for k, v in options.items())
    return f"（`{listed}`）" if lang == "zh" else f" (`{listed}`)"
