"""Sentences on graphs: inputs, outputs, layers, edges, sharing; and what is right about them."""

from helpers.language import mark

SENTENCES = {
    "graph.input_count": mark("The number of the model's inputs is {got}; it should be {expected}."),
    "graph.input_shape": mark("The input `{layer}` has the shape {got} for one sample; it should be {expected}."),
    "graph.input_dtype": mark("The input `{layer}` has the dtype `{got}`; it should be `{expected}`."),
    "graph.input_keys": mark("The inputs are {got}; they should be {expected}."),
    "graph.inputs_exchanged": mark("The inputs {names} have changed places: what is meant for one happens to another."),
    "graph.outputs_exchanged": mark("The outputs {names} have changed places: each stands under the name of another."),
    "graph.inputs_permuted": mark("The inputs stand in the order {got}; the order asked for is {expected}."),
    "graph.outputs_permuted": mark("The outputs stand in the order {got}; the order asked for is {expected}."),
    "graph.output_count": mark("The number of the model's outputs is {got}; it should be {expected}."),
    "graph.inputs_list": mark("The inputs have no names. Give the model a dict of inputs, with the keys {expected}."),
    "graph.outputs_list": mark("The model returns its outputs as a list. Return a dict, with the keys {expected}."),
    "graph.output_keys": mark("The outputs are named {got}; the names asked for are {expected}."),
    "graph.inputs_dict": mark(
        "The inputs are a dict with the keys {got}; a list is asked for, whose order says which input is which."
    ),
    "graph.outputs_dict": mark(
        "The outputs are a dict with the keys {got}; a list is asked for, whose order says which output is which."
    ),
    "graph.input_dict": mark(
        "The input is a dict with the key {got}; a plain input is asked for: `keras.Model(inputs, outputs)` with the tensor itself."
    ),
    "graph.output_dict": mark(
        "The output is a dict with the key {got}; a plain output is asked for: `keras.Model(inputs, outputs)` with the tensor itself."
    ),
    "graph.output": mark("Output {place} comes from `{got}`; it should come from `{expected}`."),
    "graph.edge": mark("{layer} gets {got}; it should get {expected}."),
    "graph.edge_twice": mark("{layer} gets {got} twice; one of the two should be {expected}."),
    "graph.edge_missing": mark("{layer} should get {expected} too."),
    "graph.edge_surplus": mark("{layer} gets {got}, which it should not."),
    "graph.argument_order": mark("{layer} gets {got}, in this order; the order should be {expected}."),
    "graph.kind": mark("{layer} is `{got}`; `{expected}` is asked for here."),
    "graph.config": mark("{layer} has `{option}={got}`; it should be `{option}={expected}`."),
    "graph.config_other": mark("{layer} has another `{option}` than the one asked for."),
    "graph.call": mark("{layer} is called with `{got}`; it should be called with `{expected}`."),
    "graph.call_missing": mark("{layer} is called without `{expected}`, which is asked for here."),
    "graph.call_surplus": mark("{layer} is called with `{got}`; it should be called without it."),
    "graph.index": mark("{layer} takes the part `{got}`; it should take `{expected}`."),
    "graph.formula_other": mark("{layer} computes `{got}` with other numbers than those asked for."),
    "graph.formula": mark("{layer} computes `{got}`; it should compute `{expected}`."),
    "graph.config_everywhere": mark("The layers {layers} have `{option}={got}`; it should be `{option}={expected}`."),
    "graph.weight_held": mark("A weight of {layer} is held by `{got}`; it should be free of that."),
    "graph.losses": mark(
        "The number of terms that your model itself adds to the loss (by `add_loss` or a regularizer) is {got}; it should be {expected}."
    ),
    "graph.too_large": mark(
        "Your model has {got} calls of layers and operations, more than the {expected} that are judged. "
        "What is asked for needs far fewer."
    ),
    "graph.too_many_edges": mark(
        "Your model has {got} edges between its layers, more than the {expected} that are judged. "
        "What is asked for needs far fewer."
    ),
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
    "graph.hidden_made": mark(
        "{layer} makes {got} inside of its function, anew at each call: the model does not have their weights, and nothing trains "
        "them. Make layers once, outside of the function; in a class, in `__init__` or `build`."
    ),
    "graph.hidden_used": mark(
        "{layer} calls {got} inside of its function, where the graph does not see them: the model does not have their weights. "
        "Call them on the tensor itself."
    ),
    "graph.missing": mark("A layer is missing after {sources}{before}: {which}`{op}`{options}."),
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
    "graph.names": mark("The layers are the right ones, but some are named {got}; their names should be {expected}."),
    "graph.batch": mark(
        "The input `{layer}` takes batches of {got} samples only. Leave the batch open: give `keras.Input` a `shape` and no "
        "`batch_size`."
    ),
    "graph.batch_fixed": mark(
        "The model takes batches of {got} samples only. Leave the batch open: `keras.Input(shape=(timesteps, input_dim))`."
    ),
    "fact.ends": mark("inputs and outputs"),
    "fact.layers": mark("{right} of {of} layers as they should be"),
    "fact.params": mark("{params} parameters"),
}
