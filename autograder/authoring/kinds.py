"""An exercise made of data: what a pack holds of it -> how it is asked and judged. Three kinds: model, layer, trained."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from autograder.authoring import varied
from autograder.exercises.exercise import Exercise, answer_of
from autograder.exercises.variants import Variants
from autograder.graphs.finding import Finding
from autograder.judging import classifier, judge
from autograder.questions.own_layer import shown_call
from autograder.questions.own_model import label, rules
from autograder.questions.own_trained import array
from helpers.language import current

KINDS = ("model", "layer", "trained")


def made(spec: dict[str, Any]) -> Exercise:
    """The exercise that these data are of (`autograder.authoring.compiled.compiled`).

    Hints are in the language that is spoken now.
    """
    if "variants" not in spec:
        return _made(spec)
    variants = Variants(
        spec["variants"]["choices"],
        lambda values: _made(varied.with_values(spec, values)),
        lambda values: list(varied.words(spec, values)),
    )
    return replace(_made(varied.usual(spec)), variants=variants)


def _made(spec: dict[str, Any]) -> Exercise:
    kind = spec["kind"]
    return Exercise(
        id=spec["id"],
        answer=spec["answer"],
        points=spec["points"],
        reference=spec["reference"],
        before=spec["before"],
        judge={"model": _model, "layer": _layer, "trained": _trained}[kind](spec),
        hints=tuple(hint[current()] for hint in spec["hints"]),
        parameters={name: spec[name] for name in ("arguments", "inputs", "rules", "train") if name in spec},
        hidden={"least": spec.get("least", 0.0)} if kind == "trained" else {},
        unseen=(lambda _known: {"outputs": array(spec["unseen"]["x"])}) if kind == "trained" else None,
        seconds=spec["seconds"],
        question=f"own_{kind}",
    )


def _reference(spec: dict) -> Any:
    return answer_of(spec["before"] + spec["reference"], spec["answer"])


def _cases(spec: dict, models: Callable[[dict, int], Any]) -> Callable[[dict, dict], list[Finding]]:
    def judged(items: dict, parameters: dict) -> list[Finding]:
        for place, arguments in enumerate(parameters["arguments"]):
            wanted = models(parameters, place)
            found = judge.model(items[label(place)], wanted, parameters["seed"], rules(parameters))
            if found and place:
                return [Finding("arguments.ignored", {"call": shown_call(spec["answer"], arguments)}), *found]
            if found:
                return found
        return []

    return judged


def _model(spec: dict) -> Callable[[dict, dict], list[Finding]]:
    return _cases(spec, lambda parameters, place: _reference(spec)(*parameters["arguments"][place]))


def _layer(spec: dict) -> Callable[[dict, dict], list[Finding]]:
    def model(parameters: dict, place: int) -> Any:
        import keras

        entry = keras.Input(tuple(parameters["inputs"][place]))
        return keras.Model(entry, _reference(spec)(*parameters["arguments"][place])(entry))

    return _cases(spec, model)


def _trained(spec: dict) -> Callable[[dict, dict], list[Finding]]:
    rows, truth = (array(spec["unseen"][side]) for side in ("x", "y"))
    shape, classes = rows.shape[1:], spec["classes"]

    def judged(items: dict, parameters: dict) -> list[Finding]:
        if spec["logits"]:
            return classifier.trained(items["model"], items["outputs"], truth, shape, classes, parameters["least"])
        found = classifier.ends(items["model"], shape, classes)
        return found or classifier.accuracy(items["outputs"], truth, parameters["least"])

    return judged
