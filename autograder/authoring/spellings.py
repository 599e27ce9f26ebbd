"""Other ways to write a reference: those that are as right as it, and those that an author may allow or not."""

import ast
import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from helpers.language import mark


@dataclass(frozen=True)
class Spelling:
    """A source that is written in another way.

    Args:
        what: in which, a sentence marked for translation.
        rule: the argument of `exercise` that decides whether it passes, and the value that lets it; "" for none.
    """

    what: str
    source: str
    rule: str = ""
    value: Any = True


def equal(reference: str) -> list[Spelling]:
    """Sources that compute the same."""
    ways: list[tuple[str, Callable[[], ast.NodeTransformer]]] = [
        (mark("other names of variables"), lambda: _Renamed(reference)),
        (mark("activations as layers of their own"), _Activations),
        (mark("sums and products by operators, or by layers"), _Sums),
        (mark("inputs and outputs named in keras.Model"), _ModelKeywords),
    ]
    return _made(reference, ways)


def freedoms(reference: str) -> list[Spelling]:
    """Sources that pass or not, as the author wishes."""
    found = [
        Spelling(what, source.source, rule, value)
        for what, rule, value, way in (
            (mark("layers of other names"), "names", False, _Named),
            (mark("inputs of another dtype"), "any_dtype", True, _Dtype),
            (mark("concatenated in another order"), "free", ["Concatenate"], _Reversed),
        )
        for source in _made(reference, [(what, way)])
    ]
    return found


def _made(reference: str, ways: list) -> list[Spelling]:
    plain = ast.unparse(ast.parse(reference))
    found = []
    for what, way in ways:
        source = ast.unparse(ast.fix_missing_locations(way().visit(ast.parse(reference))))
        if source != plain:
            found.append(Spelling(what, source + "\n"))
    return found


class _Renamed(ast.NodeTransformer):
    """Local variables with a `_` behind their names."""

    def __init__(self, reference: str) -> None:
        tree = ast.parse(reference)
        functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
        stored = {
            n.id for f in functions for n in ast.walk(f) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        given = {a.arg for f in functions for a in [*f.args.args, *f.args.kwonlyargs]}
        self.names = stored - given

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(f"{node.id}_", node.ctx) if node.id in self.names else node


class _Activations(ast.NodeTransformer):
    """`Dense(8, activation="relu")(x)` -> `Activation("relu")(Dense(8)(x))`."""

    _KINDS = ("Dense", "Conv1D", "Conv2D", "Conv3D")

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        made = node.func
        if not (isinstance(made, ast.Call) and isinstance(made.func, ast.Attribute) and made.func.attr in self._KINDS):
            return node
        kind = next((k for k in made.keywords if k.arg == "activation"), None)
        if kind is None:
            return node
        made = ast.Call(made.func, made.args, [k for k in made.keywords if k is not kind])
        activation = ast.Call(ast.Attribute(made.func.value, "Activation", ast.Load()), [kind.value], [])  # type: ignore[attr-defined]
        return ast.Call(activation, [ast.Call(made, node.args, node.keywords)], [])


class _Sums(ast.NodeTransformer):
    """`layers.add([a, b])` -> `a + b`."""

    _SIGNS: tuple[tuple[str, Any], ...] = (("add", ast.Add), ("multiply", ast.Mult), ("subtract", ast.Sub))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        sign = dict(self._SIGNS).get(getattr(node.func, "attr", ""))
        lists = [a for a in node.args if isinstance(a, ast.List) and len(a.elts) == 2]
        if sign is None or len(lists) != 1 or node.keywords or len(node.args) != 1:
            return node
        return ast.BinOp(lists[0].elts[0], sign(), lists[0].elts[1])


class _ModelKeywords(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        if getattr(node.func, "attr", "") == "Model" and len(node.args) == 2:
            named = [ast.keyword(name, value) for name, value in zip(("inputs", "outputs"), node.args, strict=True)]
            return ast.Call(node.func, [], [*named, *node.keywords])
        return node


class _Named(ast.NodeTransformer):
    """Each layer with a name of its own, where it is made once."""

    def __init__(self) -> None:
        self.count = 0

    def visit_For(self, node: ast.For) -> ast.For:
        return node  # a layer that is made in a loop can't have a fixed name

    visit_ListComp = visit_For  # type: ignore[assignment]

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        made = isinstance(node.func, ast.Attribute) and node.func.attr[:1].isupper()
        if not made or node.func.attr in ("Input", "Model"):  # type: ignore[attr-defined]
            return node
        self.count += 1
        others = [k for k in node.keywords if k.arg != "name"]
        return ast.Call(node.func, node.args, [*others, ast.keyword("name", ast.Constant(f"own_{self.count}"))])


class _Dtype(ast.NodeTransformer):
    """Inputs of whole numbers become wider, others narrower."""

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        if getattr(node.func, "attr", "") != "Input":
            return node
        known = next(
            (k.value.value for k in node.keywords if k.arg == "dtype" and isinstance(k.value, ast.Constant)), ""
        )
        other = "int64" if str(known).startswith("int") else "float16"
        others = [k for k in node.keywords if k.arg != "dtype"]
        return ast.Call(node.func, node.args, [*others, ast.keyword("dtype", ast.Constant(other))])


class _Reversed(ast.NodeTransformer):
    """What is concatenated, from the other end."""

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        maker = node.func.func if isinstance(node.func, ast.Call) else node.func
        if (
            getattr(maker, "attr", "").lower() != "concatenate"
            or not node.args
            or not isinstance(node.args[0], ast.List)
        ):
            return node
        found = copy.copy(node)
        found.args = [ast.List(node.args[0].elts[::-1], ast.Load()), *node.args[1:]]
        return found
