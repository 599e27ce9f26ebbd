"""Sentences on the nodes of a graph used again: extractors, Gram matrices, a head on a trunk."""

from helpers.language import mark

SENTENCES = {
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
    "tune.copied": mark(
        "None of the trunk's weights are in your model. Call the trunk that is given; a copy starts anew."
    ),
    "tune.averages": mark(
        "A step of training changes the averages of {layers}: they are computed from the batch. Freeze these layers; "
        "`training=False` in the graph is overruled by `fit`."
    ),
    "tune.frozen": mark(
        "{layers} don't learn: the trunk came frozen, and has to be thawed, but for its normalisation."
    ),
}
