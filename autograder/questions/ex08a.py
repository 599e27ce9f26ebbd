"""Questions of exercise 08a: one Embedding for two texts."""

from autograder.asking.collect import Answer
from autograder.graphs.canonical import Rules, canonical
from autograder.graphs.operation import Graph
from autograder.questions.common.texts import drawn_texts, input_faults, outputs_of

RULES = Rules(any_dtype=True)
"""Any integers will do for word ids; that they are integers is checked beside."""


def ask(answer: Answer, parameters: dict) -> None:
    seed = parameters["seed"]
    for label in ("model", "other"):
        model = answer.call(*parameters[label])
        answer.model(label, model, seed, RULES)
        found = answer.items[label]
        got = canonical(found["graph"])
        if not input_faults(got) and _knows(got, parameters[label][0]):
            texts = drawn_texts(seed, parameters[label][0])
            outputs = answer.run(lambda m=model, t=texts: outputs_of(m, t), "model([first, second])")
            found["shapes"] = [list(values.shape) for values in outputs]


def _knows(got: Graph, num_words: int) -> bool:
    """Whether there is a table for all words that are drawn; one inside of a layer is known by its weight."""
    return any(len(shape) == 2 and shape[0] >= num_words for op in got.operations for _i, shape, _t in op.weights)
