"""All that a model and Keras hold, as one hash: what looks leaves it as it was."""

import contextlib
import hashlib
import logging
import os
import random
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras.src.backend.common import global_state

from helpers import graph


def state(*models: Any) -> dict[str, str]:
    """A hash for each thing that may change: weights and statistics, seeds, optimizers, attributes, global settings."""
    found = {}
    for k, model in enumerate(models):
        for variable in [*model.variables, *(getattr(model, "optimizer", None) or _Nothing).variables]:
            found[f"{k} {variable.path}"] = _hash(keras.ops.convert_to_numpy(variable))
        layers = [model, *model._flatten_layers(include_self=False)]
        found[f"{k} layers"] = _hash(
            [(x.name, x.trainable, x.built, len(x._inbound_nodes), str(x.dtype_policy)) for x in layers]
        )
        found[f"{k} functions"] = _hash(
            [getattr(model, f"{f}_function", None) is None for f in ("train", "test", "predict")]
        )
        found[f"{k} losses"] = _hash(len(model.losses))
        found[f"{k} graph"] = _hash(graph.read(model)) if graph.is_functional(model) else ""
        found[f"{k} compiled"] = _hash([getattr(model, "compiled", None), str(getattr(model, "loss", None))])
        found[f"{k} attributes"] = _hash([sorted(name for name in vars(x) if name[0] != "_") for x in layers])
    config = keras.config
    found["settings"] = _hash(
        [config.floatx(), config.epsilon(), config.image_data_format(), config.dtype_policy().name]
    )
    found["names"] = _hash(sorted(global_state.get_global_attribute("object_name_uids", {}).items()))
    found["seeds"] = _hash([repr(np.random.get_state()), random.getstate()])
    drawn = global_state.get_global_attribute("global_seed_generator")
    found["draws"] = _hash([id(drawn), "" if drawn is None else keras.ops.convert_to_numpy(drawn.state).tolist()])
    found["python"] = _hash([warnings.filters, Path.cwd(), sys.path, sorted(os.environ), logging.root.level])
    return found


@contextlib.contextmanager
def unchanged(*models: Any) -> Iterator[None]:
    """Within: nothing may change of these models, and of what Keras holds for all."""
    before = state(*models)
    yield
    after = state(*models)
    changed = {k for k in before.keys() | after.keys() if before.get(k) != after.get(k)}
    assert not changed, changed


class _Nothing:
    variables: tuple = ()


def _hash(thing: Any) -> str:
    data = thing.tobytes() if isinstance(thing, np.ndarray) and thing.dtype.kind != "O" else repr(thing).encode()
    return hashlib.blake2b(data, digest_size=12).hexdigest()
