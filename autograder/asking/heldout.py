"""What is asked where no code of the learner's is, of data that came from there.

A trained model on rows that its learner's code never met: the learner's side writes it down (`written`), and it is made
again of Keras's own layers and run (`rebuilt`). An archive, a compiled model: what stands in the data is read, and told,
by the exercise's own question (`autograder.questions.look`). In a notebook that happens in the same process, in a
grader in a sandbox of its own.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.asking import evidence
from helpers import graph

MOST_WEIGHTS = 50_000_000
_BATCH = 250
_REFUSED = ("Lambda",)


def written(model: Any) -> dict:
    """A functional model as data: `{"architecture", "weights"}`, or `{"failed"}` where Keras can't write it down."""
    try:
        return {"architecture": architecture_of(model), "weights": model.get_weights()}
    except Exception as error:  # get_config of a learner's own layer may raise anything
        return {"failed": f"{type(error).__name__}: {error}"[:500]}


def architecture_of(model: Any) -> dict:
    """The architecture of a functional model as data; raises what a `get_config` raises."""
    import keras

    whole = keras.saving.serialize_keras_object(model)
    return json.loads(json.dumps({key: whole[key] for key in ("module", "class_name", "config", "registered_name")}))


def ask(answered: Callable[[bytes], bytes], model: dict, rows: dict[str, Any]) -> dict:
    """What a written model gives for rows, by label, and under "model" its graph as it was made again.

    Args:
        answered: `autograder.questions.look`, here or in another process.
        model: `{"architecture", "weights"}`.
        rows: by label an array, or arrays by input.

    Raises:
        EvidenceError: the model or the reply is not of the agreed form.
    """
    asked = {"architecture": model.get("architecture"), "weights": model.get("weights"), "rows": rows}
    reply = evidence.decode(answered(evidence.encode(asked)))
    if "failed" in reply:
        return {"faults": [{"key": "heldout.not_rebuilt", "values": {"reason": str(reply["failed"])[:200]}}]}
    return {"model": {"graph": reply["graph"], "given": {}}, **{label: reply["outputs"][label] for label in rows}}


def tell(answered: Callable[[bytes], bytes], exercise: str, asked: dict) -> dict:
    """What an exercise's question that is asked elsewhere says of these data.

    Raises:
        EvidenceError: the data or the reply are not of the agreed form.
    """
    reply = evidence.decode(answered(evidence.encode({"exercise": exercise, "asked": asked})))
    if "failed" in reply:
        raise evidence.EvidenceError(str(reply["failed"])[:200])
    return reply


def replied(data: bytes, give: Callable[[dict], dict]) -> bytes:
    """What `give` says of data that are not to be trusted, as evidence: whatever is raised is its reason."""
    try:
        return evidence.encode(give(evidence.decode(data)))
    except Exception as error:
        return evidence.encode({"failed": f"{type(error).__name__}: {error}"[:500]})


def rebuilt(asked: dict) -> dict:
    """The reply to `ask`: the model made again and run, `{"graph", "outputs"}`."""
    model = _made(asked["architecture"], asked["weights"])
    return {"graph": graph.read(model), "outputs": {k: _outputs(model, r) for k, r in asked["rows"].items()}}


def _made(architecture: dict, weights: list[np.ndarray]) -> Any:
    import keras

    if sum(np.size(w) for w in weights) > MOST_WEIGHTS:
        raise ValueError(f"more than {MOST_WEIGHTS:,} weights")
    of_keras(architecture)
    model = keras.saving.deserialize_keras_object(architecture, safe_mode=True)
    model.set_weights(weights)
    return model


def of_keras(config: Any) -> None:
    """Let a configuration pass that names nothing but Keras's own classes.

    Raises:
        ValueError: it names another, or a `Lambda`.
    """
    for part in _classes(config):
        module, name = str(part.get("module") or "keras"), str(part["class_name"])
        own = module != "keras" and not module.startswith("keras.")
        if own or name in _REFUSED or ">" in str(part.get("registered_name")):
            raise ValueError(f"{name} is not one of Keras's own layers")


def _classes(config: Any) -> Iterator[dict]:
    if isinstance(config, dict):
        if isinstance(config.get("class_name"), str):
            yield config
        for value in config.values():
            yield from _classes(value)
    elif isinstance(config, list):
        for value in config:
            yield from _classes(value)


def _outputs(model: Any, rows: Any) -> Any:
    """Outputs as float32, by name where the model gives a dict; an empty array where the rows don't fit."""
    count = len(next(iter(rows.values())) if isinstance(rows, dict) else rows)
    parts = []
    try:
        for k in range(0, count, _BATCH):
            batch = {n: v[k : k + _BATCH] for n, v in rows.items()} if isinstance(rows, dict) else rows[k : k + _BATCH]
            parts.append(model(batch, training=False))
    except Exception:  # Keras raises errors of many kinds; the judge tells from the graph that the ends are wrong
        return np.zeros(0, "float32")
    if isinstance(parts[0], dict):
        return {str(n): np.concatenate([np.asarray(p[n]) for p in parts]).astype("float32") for n in parts[0]}
    if isinstance(parts[0], list | tuple):
        return np.zeros(0, "float32")
    return np.concatenate([np.asarray(p) for p in parts]).astype("float32")
