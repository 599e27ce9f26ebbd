"""Questions of exercise 06c: a dataset of pairs of dicts for the router."""

from autograder.asking.collect import Answer
from autograder.questions.common import elements
from autograder.questions.common.tickets import small_tickets

_SPARE = 2
"""How many elements more than needed are taken: a dataset may have no end."""


def ask(answer: Answer, parameters: dict) -> None:
    import tensorflow as tf

    for label in ("first", "other"):
        count, size = parameters[label]
        tickets = small_tickets(parameters["seed"], count)
        arrays = [tickets[name].copy() for name in elements.ARGUMENTS]
        made = answer.call(*arrays, size, shown=elements.shown(size))
        if made is None:
            raise answer.fault("answer.returned_none", name=answer.name)
        if not isinstance(made, tf.data.Dataset):
            raise answer.fault("dataset.type", name=answer.name, type=type(made).__name__)
        most = -(-count // size) + _SPARE
        found = answer.run(lambda d=made, m=most: elements.elements_of(d, m), "for inputs, targets in dataset")
        if "elements" in found and label == "first":
            found["fit"] = answer.run(lambda d=made, m=most: elements.fitted(d.take(m)), "model.fit(dataset)")
        answer.items[label] = found
