"""Sentences on what an answer is: not attempted, stopped, of another type, no functional model."""

from helpers.language import mark

SENTENCES = {
    "answer.not_attempted": mark("Not attempted yet: replace `raise NotImplementedError()` by your code."),
    "answer.not_defined": mark("`{name}` is not defined yet: run the cell that defines it, then this one again."),
    "answer.not_callable": mark(
        "The check wants the function `{name}` itself, so that it can call it with other arguments; "
        "it got an object of type `{type}`."
    ),
    "answer.called": mark(
        "The check wants the function itself, and got what it returns, an object of type `{type}`. Write `{name}` without the "
        "brackets behind it."
    ),
    "answer.generator": mark("`{name}` contains `yield`, which makes it a generator. End it with `return`."),
    "answer.timeout": mark(
        "`{call}` was still running after {seconds} seconds and was stopped. Is there a loop without an end?"
    ),
    "answer.raised": mark("`{call}` stopped with {type}{where}: {message}"),
    "answer.cell_raised": mark("The cell of `{name}` stopped with {type}{where}: {message}"),
    "answer.earlier_cell_raised": mark(
        "An earlier cell stopped with {type}{where}, so `{unknown}` is not there: {message}"
    ),
    "answer.settings": mark(
        "The notebook has changed Keras's global settings: {settings}. The answer was tried with them and without."
    ),
    "answer.returned_none": mark("`{name}` returns nothing. End it with `return` and the result."),
    "answer.returned_class": mark("`{name}` returns a class. Call the class, and return the object it makes."),
    "answer.returned_function": mark("`{name}` returns a function. Call it, and return its result."),
    "arguments.ignored": mark("With the example's arguments your answer is right, but not for `{call}`:"),
    "evidence.refused": mark("What your answer returned can't be read ({reason}). Return what the exercise asks for."),
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
    "class.not_attempted": mark("Written: {done}. Still to come: {open}; replace `raise NotImplementedError()` there."),
    "class.not_layer": mark("`{name}` is a class, but not of a layer: begin it with `class {name}(layers.Layer):`."),
    "class.instance": mark(
        "`{name}` is a layer already. The check wants the class itself, so that it can construct layers with other arguments."
    ),
    "class.type": mark("`{name}` should be a class that extends `layers.Layer`; it is an object of type `{type}`."),
}
