"""Sentences on the choice of an API, a model made functional, and a choice by values in a graph."""

from helpers.language import mark

SENTENCES = {
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
        "`tree_rnn`: not `{got}`. Which calls there are depends on the tree of each sentence, "
        "so no single graph has them all. Python has to walk the tree, in a `call` of your own."
    ),
    "api.early_exit": mark(
        "`early_exit`: not `{got}`. Both heads are computed for every image, so all calls are known beforehand: a graph "
        "with two heads. Which answer counts is chosen by an operation, such as `ops.where`."
    ),
    "api.photo_list": mark(
        "`photo_list`: not `{got}`. A graph has a fixed number of inputs. "
        "A list whose length changes from call to call needs a loop in Python, in a `call` of your own."
    ),
    "functional.whole": mark(
        "`{layer}` is called as a whole: the graph has one node, and what happens inside stays hidden. "
        "Call the layers of `mlp.layers` one by one."
    ),
    "functional.copied": mark(
        "The layers {layers} are new ones, with weights of their own. Call the layers of `mlp` themselves: "
        "what one model learns, the other then knows."
    ),
    "list.whole": mark(
        "`{layer}` stands in the graph as one box, with several layers inside. Call the layers of `model.layers` one by one."
    ),
    "list.copied": mark(
        "Not in your model: {layers}. A layer that is made anew has weights of its own; call the layers of the given model."
    ),
    "clip.weights": mark(
        "{layers} have weights; nothing is to be learned here. Operations such as `ops.where` have none."
    ),
    "clip.zeros": mark("A row of zeros comes out as no number (NaN): its norm is 0, and something is divided by it."),
    "clip.batch": mark(
        "What comes out of a row depends on the other rows of the batch. Each row has a norm of its own: take it along `axis=1`, "
        "and choose row by row."
    ),
    "clip.numbers": mark(
        "Each number is held between -{limit} and {limit}, by itself. It's the norm of the whole row that is to be held."
    ),
    "clip.short": mark("A row whose norm is below {limit} is changed; it should come out as it is."),
    "clip.long": mark("A row whose norm is above {limit} comes out as it was; it should be shortened."),
    "clip.direction": mark(
        "The rows have the right norm, but point in another direction: multiply a row by one number."
    ),
    "clip.length": mark("A row that was too long comes out with the norm {got}; it should be {limit}."),
}
