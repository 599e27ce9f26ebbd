"""What an error happened in: which call of which layer, in which method of which model, with which tensors and data."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from autograder.errors.stack import Level, chain, expression, names_of, resolved, stack
from helpers import graph

_CALLS = ("__call__", "symbolic_call", "call", "build", "compute_output_spec", "compute_output_shape")
_METHODS = (
    "fit", "evaluate", "predict", "train_on_batch", "test_on_batch", "predict_on_batch", "compile", "save", "export",
    "load_weights", "save_weights", "set_weights", "get_layer", "summary", "add",
)  # fmt: skip
DATA = ("fit", "evaluate", "predict", "train_on_batch", "test_on_batch", "predict_on_batch")


@dataclass(eq=False)
class Calling:
    """A layer or an operation that was being called.

    Args:
        thing: the layer, operation or model.
        arguments: what it was called with, tensors and all, in order; `named` those by name.
    """

    thing: Any
    arguments: tuple = ()
    named: dict = field(default_factory=dict)

    @property
    def tensors(self) -> list:
        """The tensors and arrays among the arguments."""
        import keras

        flat = keras.tree.flatten([self.arguments, self.named])
        return [t for t in flat if hasattr(t, "shape") and hasattr(t, "dtype")]

    @property
    def shapes(self) -> list[tuple]:
        return [shape_of(t) for t in self.tensors]

    @property
    def name(self) -> str:
        """The layer's name; of an operation what it is, since Keras numbers them on and on."""
        import keras

        return (
            str(getattr(self.thing, "name", type(self.thing).__name__))
            if isinstance(self.thing, keras.Layer)
            else type(self.thing).__name__.lower()
        )

    @property
    def kind(self) -> str:
        return type(self.thing).__name__


def shape_of(tensor: Any) -> tuple:
    """A shape as a tuple, unknown sizes as None."""
    try:
        return tuple(None if d is None else int(d) for d in tensor.shape)
    except (TypeError, ValueError):
        return ()


@dataclass
class Scene:
    """An error and all that is known of how it came."""

    error: BaseException

    @cached_property
    def levels(self) -> list[Level]:
        return stack(self.error)

    @cached_property
    def causes(self) -> list[BaseException]:
        return chain(self.error)

    @cached_property
    def mine(self) -> Level | None:
        """The innermost level of the learner's own code."""
        return next((level for level in reversed(self.levels) if level.mine), None)

    @cached_property
    def of_keras(self) -> bool:
        """Whether Keras had a part in it: its code ran, or one of its objects is what the error is about."""
        import keras

        things = [getattr(e, "obj", None) for e in self.causes] + list(self._named())
        own = (keras.KerasTensor, keras.Layer, keras.Operation)
        return any(level.of_keras for level in self.levels) or any(
            isinstance(t, own) or str(getattr(t, "__module__", getattr(t, "__name__", ""))).startswith("keras")
            for t in things
        )

    def _named(self) -> Iterator[Any]:
        """What is named in the part of the learner's line that raised."""
        if self.mine is None or self.levels[-1] is not self.mine:
            return
        node = expression(self.mine)
        parts = [node.value] if isinstance(node, ast.Subscript) else list(ast.iter_child_nodes(node)) if node else []
        for part in parts:
            yield resolved(self.mine, part.value if isinstance(part, (ast.keyword, ast.Starred)) else part)

    @cached_property
    def callings(self) -> list[Calling]:
        """The layers and operations that were being called, the outermost first; models that only led there, too."""
        import keras

        found: list[Calling] = []
        for level in self.levels:
            thing = level.variable("self")
            if not isinstance(thing, keras.Operation) or level.function not in _CALLS:
                continue
            given, named = level.variable("args"), level.variable("kwargs")
            if not found or found[-1].thing is not thing:
                found.append(Calling(thing))
            if isinstance(given, tuple) and given and not found[-1].arguments:
                found[-1].arguments = given
                found[-1].named = dict(named) if isinstance(named, dict) else {}
        return found

    @cached_property
    def calling(self) -> Calling | None:
        """The innermost layer or operation that was being called."""
        return self.callings[-1] if self.callings else None

    @cached_property
    def layer(self) -> Calling | None:
        """The innermost layer of Keras or of the learner that was being called, a model not."""
        import keras

        found = [c for c in self.callings if isinstance(c.thing, keras.Layer) and not isinstance(c.thing, keras.Model)]
        return found[-1] if found else None

    @cached_property
    def method(self) -> tuple[str, Any, Level] | None:
        """The outermost method of a model that was running: its name, the model, its level."""
        import keras

        for level in self.levels:
            thing = level.variable("self")
            if level.function in _METHODS and level.of_keras and isinstance(thing, keras.Model):
                return level.function, thing, level
        for level in self.levels:  # Keras's wrapper around a method has the model among its arguments
            given, called = level.variable("args"), level.variable("fn")
            name = getattr(called, "__name__", "")
            wrapped = level.function == "error_handler" and name in _METHODS and isinstance(given, tuple)
            if wrapped and given and isinstance(given[0], keras.Model):
                return name, given[0], level
        return None

    @property
    def model(self) -> Any:
        """The model whose method was running, or that was being called; None without one."""
        import keras

        if self.method:
            return self.method[1]
        return next((c.thing for c in self.callings if isinstance(c.thing, keras.Model)), None)

    def given(self, name: str, place: int) -> Any:
        """An argument of the method that was running, by its name or its place."""
        if not self.method:
            return None
        _method, _model, level = self.method
        if level.function == "error_handler":
            arguments, named = level.variable("args", ()), level.variable("kwargs", {})
            return named.get(name, arguments[place + 1] if len(arguments) > place + 1 else None)
        return level.variable(name)

    def during(self, *functions: str) -> Iterator[Level]:
        """The levels of Keras's functions of these names, the innermost first."""
        yield from (level for level in reversed(self.levels) if level.function in functions and level.of_keras)

    def known_as(self, thing: Any) -> str:
        """The learner's name of an object; empty where it has none."""
        return next(names_of(self.levels, thing), "")

    @cached_property
    def read(self) -> dict | None:
        """The graph that the error is about, as far as it was built; None where there is none to see."""
        return self._read[0] if self._read else None

    @property
    def known(self) -> tuple[dict, dict] | None:
        """That graph, and the layers by the numbers that it gives them."""
        return self._read

    @cached_property
    def _read(self) -> tuple[dict, dict] | None:
        try:
            if self.model is not None and graph.is_functional(self.model):
                reads, things = graph.read_together([self.model])
                return reads[0], things
            import keras

            calling = next((c for c in reversed(self.callings) if _symbolic(c)), None)
            tensors = [t for t in calling.tensors if isinstance(t, keras.KerasTensor)] if calling else []
            return graph.read_together([([], tensors)])[0][0], {}
        except Exception:  # a graph that is half built may lack anything
            return None

    def node_of(self, thing: Any) -> int | None:
        """The outermost node of the graph that calls a layer, itself or within."""
        if not self._read:
            return None
        read, things = self._read
        number = next((n for n, t in things.items() if t is thing), None)
        return next((node["id"] for node in read["nodes"] if _within(node, number)), None)


def _symbolic(calling: Calling) -> bool:
    import keras

    return any(isinstance(t, keras.KerasTensor) for t in calling.tensors)


def _within(node: dict, number: int | None) -> bool:
    if number is None:
        return False
    return node["layer"] == number or any(_within(inner, number) for inner in (node["graph"] or {}).get("nodes", ()))
