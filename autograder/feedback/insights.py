"""What a right answer shows beyond itself: one sentence for each exercise, to go on with."""

from helpers.language import mark

INSIGHTS = {
    "ex00a": mark("A `Dense` layer is nothing but this: a table of weights and one bias for each unit."),
    "ex01a": mark(
        "A function that builds a model is worth more than a model: every size is now one call away, and each call makes new weights."
    ),
    "ex01b": mark(
        "Between two wide layers lie most of a network's parameters: the count grows with the product of their widths."
    ),
    "ex01c": mark(
        "The picture holds all that the model is. Once you read graphs, you can build what you see in a paper, without its code."
    ),
    "ex01d": mark(
        "A Sequential is a graph that was written down as a list. Once you call its layers one by one, you can fork it anywhere."
    ),
    "ex02a": mark(
        "Compiling changes nothing about the graph. It only says how mistakes are measured and how the weights answer to them."
    ),
    "ex02b": mark("Rows, model, loss, training: these four steps stay the same, whatever the data are."),
    "ex02c": mark(
        "Softmax never changes which score is the largest, so that a class needs no probabilities, only an `argmax`."
    ),
    "ex02d": mark(
        "None of the three faults raised an error. Keras checks shapes, not what the numbers mean: look at scale, ends and loss first."
    ),
    "ex02e": mark(
        "How long to train is no number to guess: rows that the model doesn't learn from say when it is enough."
    ),
    "ex03a": mark(
        "The optimizer's state is as much a part of a training as the weights: without it, going on is beginning anew."
    ),
    "ex03b": mark("A functional model is data: what can be written as a dict can be made again, in any process."),
    "ex03c": mark(
        "Check everything, then change everything: whoever catches your error finds the model as it was before."
    ),
    "ex04a": mark("A model is two ends of a graph. The layers between belong to everybody who names such ends."),
    "ex04b": mark(
        "What is frozen is the layer, not the model: the autoencoder that shares these layers no longer trains them either."
    ),
    "ex05a": mark("A model is called like a layer, so that a network can be built of networks, to any depth."),
    "ex05b": mark(
        "A Python loop builds the graph once; afterwards there is no loop any more, only the members side by side."
    ),
    "ex05c": mark(
        "Numbers that you compute in Python stand in the graph as constants: training can't change them, unlike a layer's weights."
    ),
    "ex06a": mark("With names at both ends, nobody has to remember an order: data find their way by key."),
    "ex06b": mark(
        "The total loss is a weighted sum, so that the weights say what a mistake in one output costs in mistakes of the other."
    ),
    "ex06c": mark(
        "A dataset of pairs of dicts is all that `fit` needs: one description for any number of inputs and targets."
    ),
    "ex06d": mark(
        "Two tasks on one trunk help each other: what one output learns about the texts, the other finds there."
    ),
    "ex06e": mark(
        "A name that stands at the head, in the outputs and in the losses has to be the same three times, and nothing but you checks that."
    ),
    "ex07a": mark(
        "The sum gives the gradient a way past the convolutions. That is why hundreds of such blocks can still be trained."
    ),
    "ex07b": mark("Blocks are written once and stacked by a loop: the depth of a network is an argument."),
    "ex07c": mark(
        "With little data, the number of steps decides: small batches mean more of them for the same images."
    ),
    "ex07d": mark(
        "Python's names move on while the graph grows; an arrow starts where its name stood when the layer was called."
    ),
    "ex08a": mark("A layer that is called twice still has its weights once: both texts train the same table."),
    "ex08b": mark(
        "One encoder for both sides makes the answer symmetric by construction. No amount of training could promise that."
    ),
    "ex08c": mark(
        "A class makes, a layer computes: what is made inside a loop exists as often as the loop goes round."
    ),
    "ex09a": mark(
        "A layer has as many outputs as it has calls: what a graph holds are calls, and each is a tensor to begin from."
    ),
    "ex09b": mark(
        "A sum over all places forgets where something is and keeps what goes together: that is what style means here."
    ),
    "ex09c": mark(
        "A frozen trunk leaves 970 weights to train: a handful of images is enough where millions taught the trunk."
    ),
    "ex09d": mark(
        "To a `BatchNormalization`, frozen means more than not trained: it works with what it knows, whatever batch comes."
    ),
    "ex10a": mark(
        "Options in `__init__`, weights in `build`, computation in `call`: every layer of Keras is written in this order."
    ),
    "ex10b": mark(
        "A config is what the constructor needs, as plain data. The rest of a layer follows from it, or is a weight."
    ),
    "ex10c": mark(
        "A layer in a layer is saved by its config in the other's: this is how nested models are written down, too."
    ),
    "ex11a": mark(
        "The question was the same ten times: are the calls known before the data come? Then they are a graph."
    ),
    "ex11b": mark("The weights never moved: only the way through the layers was written down, where Keras can see it."),
    "ex11c": mark(
        "All four faults had shapes that fit. A picture shows a wrong arrow at once; an error message never would have."
    ),
    "ex11d": mark(
        "Both results are computed for every row, and one is taken: what a graph can't skip, it can leave unused."
    ),
    "ex12a": mark(
        "The steps of a loop in `call` become parts of one box of the graph: what changes with the data has its place inside."
    ),
    "ex12b": mark(
        "A class inside a graph, a graph inside the class: each style may hold the other, and all weights are found."
    ),
    "ex12c": mark(
        "A layer that says what it does in training, and what happens to a mask, fits in anywhere without a word around it."
    ),
    "ex12d": mark(
        "A mask is no arrow of the graph: it travels with the numbers, and only through those who know of it."
    ),
    "ex13a": mark(
        "Shared layers, several ends, nested models, a class of your own: this graph holds everything that the course has shown."
    ),
    "ex14a": mark(
        "Nobody told you what to build. A graph that says what is known, what is shared and what comes out can be shown to "
        "anybody, and handed on as one file."
    ),
}
