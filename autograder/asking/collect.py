"""The learner's side of a check: asks an answer questions and writes down what it does, as evidence.

Runs beside the learner's code, in a notebook or in the grader's sandbox. Nothing here decides anything;
`autograder.judging.judge` does, from the evidence alone.
"""

import contextlib
import inspect
import types
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from autograder.asking import compiled, evidence, global_settings, heldout, lines, probe
from autograder.asking.limit import TimeLimit, time_limit
from autograder.asking.raised import LONGEST, core, is_stub, learners_line, methods_of, told
from autograder.graphs import restraints, sizes
from autograder.graphs.canonical import Rules, canonical, given_numbers
from helpers import graph
from helpers.errors import CourseError


class Stop(Exception):
    """No more can be asked of this answer; what is known so far stands in the evidence."""


class Answer:
    """A learner's answer that can be asked; `items` is the evidence gathered so far.

    Args:
        value: what the learner passed to `check`: a function, class or value.
        name: the name that the exercise asks for.
        seconds: time limit of one question.
    """

    def __init__(self, value: Any, name: str, seconds: float) -> None:
        self.value = value
        self.name = name
        self.seconds = seconds
        self.items: dict[str, Any] = {}

    def fault(self, key: str, **values: Any) -> Stop:
        """Write down a fault of the answer; raise what is returned to end the questions."""
        self.items.setdefault("faults", []).append({"key": key, "values": values})
        return Stop()

    def call(self, *args: Any, shown: str | None = None, **kwargs: Any) -> Any:
        """What the answer returns for these arguments.

        Args:
            shown: the call as a learner would write it, for messages; made of the arguments by default.

        Raises:
            Stop: when the learner's code raises, takes too long or is not callable, with the fault written down.
        """
        shown = shown or f"{self.name}({_shown(args, kwargs)})"
        if _built(self.value):
            raise self.fault("answer.called", name=self.name, type=_type(self.value))
        if not callable(self.value):
            raise self.fault("answer.not_callable", name=self.name, type=_type(self.value))
        result = self.run(lambda: self.value(*args, **kwargs), shown)
        if isinstance(result, types.GeneratorType):
            raise self.fault("answer.generator", name=self.name)
        return result

    def attempt(self, *args: Any, shown: str) -> dict | None:
        """The error that the answer raises for these arguments, `{"type", "value_error", "message"}`; None without one.

        For calls that should fail. Too slow an answer and the stub stay faults, as in `call`.
        """

        def call() -> dict | None:
            try:
                self.value(*args)
            except (Exception, SystemExit) as error:
                if isinstance(error, NotImplementedError) and is_stub(error):
                    raise
                value_error = isinstance(error, ValueError)
                return {"type": _type(error), "value_error": value_error, "message": core(error)}
            return None

        return self.run(call, shown)

    def run(self, action: Callable[[], Any], shown: str) -> Any:
        """Run `action`, which enters the learner's code, under the time limit; faults as in `call`."""
        try:
            with time_limit(self.seconds), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a check repeats the learner's code; its warnings were seen before
                return action()
        except TimeLimit:
            raise self.fault("answer.timeout", call=shown, seconds=self.seconds) from None
        except NotImplementedError as error:
            if is_stub(error):
                written, still = methods_of(self.value)
                if written and still:
                    raise self.fault("class.not_attempted", done=written, open=still) from None
                raise self.fault("answer.not_attempted", name=self.name) from None
            raise self._raised(error, shown) from None
        except Stop:
            raise
        except (Exception, SystemExit) as error:
            raise self._raised(error, shown) from None

    def _raised(self, error: BaseException, shown: str) -> Stop:
        line, code = learners_line(error)
        words = {"told": found} if (found := told(error)) else {}
        kind = type(error).__name__
        return self.fault("answer.raised", call=shown, type=kind, message=core(error), line=line, code=code, **words)

    def model(
        self,
        label: str,
        value: Any,
        seed: int | None = 0,
        rules: Rules = Rules(),  # noqa: B008
        given: dict[str, Any] | None = None,
    ) -> None:
        """Write down a model: its graph, and its outputs for drawn weights and inputs (`autograder.asking.probe`).

        Args:
            seed: of the draw; None writes down the graph alone.
            rules: as the judge will use them.
            given: models that the answer was given, by name; their weights are not drawn anew.

        Raises:
            Stop: when `value` is not a functional model.
        """
        self.models({label: value}, seed, rules, given)

    def models(
        self,
        values: dict[str, Any],
        seed: int | None = 0,
        rules: Rules = Rules(),  # noqa: B008
        given: dict[str, Any] | None = None,
    ) -> None:
        """Write down several models, by label, as `model` does: a layer or weight has one number in all of them."""
        for value in values.values():
            key = _not_a_model(value)
            if key:
                raise self.fault(key, name=self.name, type=_type(value))
        try:
            beyond = {label: ends for label, value in values.items() if (ends := lines.beyond(value))}
            reads, objects = graph.read_together([*values.values(), *(given or {}).values(), *beyond.values()])
        except CourseError as error:
            raise self.fault("model.unreadable", name=self.name, reason=str(error)) from None
        for found in (finding for read in reads for finding in sizes.too_large(read)):
            raise self.fault(found.key, **found.values)
        numbers = given_numbers(given or {}, objects)
        for (label, value), read in zip(values.items(), reads, strict=False):
            item = self.items[label] = {"graph": read, "given": numbers, "held": restraints.held(read, objects)}
            if label in beyond:
                whole = reads[len(reads) - len(beyond) + list(beyond).index(label)]
                item["unused"] = whole["nodes"][len(read["nodes"]) :]
            if seed is None:
                continue
            drawn, shown = (value, read, objects, seed, rules, numbers), f"{self.name}(…)"
            item["outputs"] = self.run(partial(probe.outputs, *drawn), shown)
            item["losses"] = self.run(partial(_losses, value), shown)
            if not rules.noisy and any(op.custom for op in canonical(read, rules, numbers).operations):
                item["training"] = self.run(partial(probe.training, *drawn), shown)

    def trained(self, label: str, model: Any) -> None:
        """Write down a trained model, its architecture and weights with it: it is run on unseen rows elsewhere.

        Raises:
            Stop: when it is not a functional model, or Keras can't write it down.
        """
        self.model(label, model, seed=None)
        found = self.run(lambda: heldout.written(model), f"{self.name}(…).get_config()")
        if "failed" in found:
            raise self.fault("heldout.not_rebuilt", reason=found["failed"])
        self.items[label] |= found

    def compiled(self, label: str, model: Any, labels: np.ndarray, seed: int) -> None:
        """Write down how a model is compiled: optimizer, what its loss and metrics say of drawn rows, and their kinds.

        Args:
            model: takes rows of its first input's shape and gives logits of shape (n, classes).
            labels: integer labels of shape (n,), for the n drawn rows.
            seed: of rows and logits (`autograder.asking.compiled`).
        """
        self.items[label] = compiled.state_of(model, labels, seed)

    def note(self, label: str, value: Any) -> None:
        """Write down a plain value or array; of anything else, its type alone."""
        self.items[label] = noted(value)


def noted(value: Any) -> dict:
    """A value as evidence: `{"type", "value"}`, without "value" where it is not data."""
    found: dict[str, Any] = {"type": _type(value)}
    if isinstance(value, (bool, np.bool_)):
        found["value"] = bool(value)
    elif isinstance(value, (int, np.integer)) and abs(int(value)) < 2**63:
        found["value"] = int(value)
    elif isinstance(value, (float, np.floating)):
        found["value"] = float(value)
    elif isinstance(value, str):
        found["value"] = str.__str__(value)[:LONGEST]
    elif hasattr(value, "__array__") or isinstance(value, (list, tuple)):
        with contextlib.suppress(Exception):
            array = np.array(value)
            if array.dtype.kind in "biuf" and array.nbytes <= evidence.MAX_ARRAY:
                found |= {"value": array, "dtype": str(array.dtype), "shape": list(array.shape)}
    return found


def gather(ask: Callable[[Answer, dict], None], answer: Answer, parameters: dict) -> bytes:
    """Ask all questions of an exercise and return the evidence, encoded.

    Args:
        ask: the exercise's questions: calls methods of the answer it is given.
        parameters: what the exercise asks with: numbers, drawn or the notebook's.
    """
    with undisturbed(), global_settings.usual() if parameters.get("usual") else contextlib.nullcontext():
        with contextlib.suppress(Stop):
            ask(answer, parameters)
        answer.items |= {"settings": found} if (found := global_settings.here()) else {}
    try:
        return evidence.encode(answer.items)
    except evidence.EvidenceError as error:
        return evidence.encode({"faults": [{"key": "evidence.refused", "values": {"reason": str(error)}}]})


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Within: a learner's settings of warnings and of NumPy's errors turn nothing of ours into a fault of theirs."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def _not_a_model(value: Any) -> str | None:
    import keras

    if value is None:
        return "answer.returned_none"
    if inspect.isclass(value):
        return "answer.returned_class"
    if isinstance(value, keras.KerasTensor):
        return "model.tensor"
    if isinstance(value, keras.Sequential):
        return "model.sequential"
    if isinstance(value, keras.Model):
        return None if graph.is_functional(value) else "model.subclassed"
    if inspect.isfunction(value) or inspect.ismethod(value):
        return "answer.returned_function"
    if isinstance(value, keras.Layer):
        return "model.layer"
    return "model.type"


def _built(value: Any) -> bool:
    """Whether this is what an answer returns, not the answer: a model or layer can be called, too."""
    import keras

    return isinstance(value, (keras.Layer, keras.KerasTensor))


def _type(value: Any) -> str:
    return type(value).__name__[:80]


def _shown(args: tuple, kwargs: dict) -> str:
    parts = [_short(a) for a in args] + [f"{k}={_short(v)}" for k, v in kwargs.items()]
    return ", ".join(parts)


def _short(value: Any) -> str:
    if isinstance(value, (int, float, str, list, tuple)) and len(repr(value)) < 60:
        return repr(value)
    return "…"


def _losses(model: Any) -> int:
    """How many losses of its own a model has."""
    return len(model.losses)
