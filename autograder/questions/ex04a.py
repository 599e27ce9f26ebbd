"""Questions of exercise 04a: an encoder and an autoencoder over one graph of layers."""

from autograder.asking.collect import Answer

PARTS = ("encoder", "autoencoder")


def ask(answer: Answer, parameters: dict) -> None:
    result = answer.call()
    if result is None:
        raise answer.fault("answer.returned_none", name=answer.name)
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise answer.fault("models.pair")
    answer.models(dict(zip(PARTS, result, strict=True)), parameters["seed"])
    again = answer.call()
    known = {id(w) for model in result for w in model.weights}
    if any(id(w) in known for model in again or () for w in getattr(model, "weights", ())):
        raise answer.fault("architecture.same_twice")
