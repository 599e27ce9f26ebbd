"""Questions of exercise 06e: a router whose outputs, losses and compilation were mixed up, repaired."""

from autograder.asking.collect import Answer
from autograder.graphs.canonical import Rules
from autograder.questions.ex06b import state_of

NAMED = Rules(by_name=True, any_dtype=True)


def ask(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        model = answer.call(*parameters[label])
        answer.model(label, model, parameters["seed"], NAMED)
        answer.items[f"{label} compiled"] = bool(model.compiled)
        if label == "model":  # its sizes are those of the drawn tickets
            state = answer.run(lambda m=model: state_of(m, parameters["seed"]), "model.evaluate(…)")
            loss = model.loss if model.compiled else None
            kind = (
                "list" if isinstance(loss, list | tuple) else type(loss).__name__
            )  # Keras keeps a list in one of its own
            answer.items["state"] = state | {"named": isinstance(loss, dict), "type": kind}
