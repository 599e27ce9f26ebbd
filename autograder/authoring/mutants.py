"""Wrong answers, made of a reference: in each, one place of its source says something else."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_MERGES = {"add": "multiply", "multiply": "add", "average": "maximum", "maximum": "minimum", "concatenate": "add",
           "subtract": "add", "Add": "Multiply", "Multiply": "Add", "Average": "Maximum", "Concatenate": "Add"}  # fmt: skip
_FUNCTIONS = {"max": "min", "min": "max", "sum": "mean", "mean": "sum", "matmul": "add", "sqrt": "square"}
_OPERATORS = {ast.Add: ast.Mult, ast.Mult: ast.Add, ast.Sub: ast.Add, ast.Div: ast.Mult, ast.MatMult: ast.Add}
MOST = 60


@dataclass(frozen=True)
class Edit:
    """A source in which one place differs from the reference's."""

    line: int
    old: str
    new: str
    source: str


def mutants(reference: str, arguments: list) -> list[Edit]:
    """Sources with one fault each, in the order of their lines.

    Args:
        arguments: of the first case: an answer may take them for granted.
    """
    tree = ast.parse(reference)
    found: dict[str, Edit] = {}
    for node, new in _changes(tree, arguments):
        edit = edited(tree, node, new, reference)
        if edit and edit.source not in found:
            found[edit.source] = edit
    return sorted(found.values(), key=lambda edit: edit.line)[:MOST]


def edited(tree: ast.Module, node: ast.AST, new: ast.AST, reference: str) -> Edit | None:
    """The source with one node in the place of another; None where that is no Python."""

    class Put(ast.NodeTransformer):
        def visit(self, found: ast.AST) -> Any:
            return new if found is node else self.generic_visit(found)

    try:
        whole, node = _copied(tree, node)
        source = ast.unparse(ast.fix_missing_locations(Put().visit(whole))) + "\n"
        ast.parse(source)
    except (ValueError, SyntaxError, TypeError, AttributeError):
        return None
    if source == ast.unparse(tree) + "\n":
        return None
    return Edit(getattr(node, "lineno", 0), ast.unparse(node), ast.unparse(new), source)


def _copied(tree: ast.Module, node: ast.AST) -> tuple[ast.Module, ast.AST]:
    """A copy of the tree, and the node in it that is this one's copy."""
    place = next(k for k, n in enumerate(ast.walk(tree)) if n is node)
    whole = copy.deepcopy(tree)
    return whole, next(n for k, n in enumerate(ast.walk(whole)) if k == place)


def _changes(tree: ast.Module, arguments: list) -> Iterator[tuple[ast.AST, ast.AST]]:
    names = parameters(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        if isinstance(node, ast.List | ast.Tuple) and len(node.elts) == 2 and isinstance(node.ctx, ast.Load):
            yield node, type(node)(elts=node.elts[::-1], ctx=node.ctx)
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            yield node, ast.BinOp(node.left, _OPERATORS[type(node.op)](), node.right)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names[: len(arguments)]:
            yield node, ast.parse(repr(arguments[names.index(node.id)]), mode="eval").body
    yield from _other_tensors(tree)
    yield from _not_shared(tree)


def parameters(tree: ast.Module) -> list[str]:
    """The names of the answer's arguments: of the function, or of a class's constructor."""
    node = tree.body[0]
    if isinstance(node, ast.ClassDef):
        node = next((n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__"), node)
    if not isinstance(node, ast.FunctionDef):
        return []
    return [argument.arg for argument in node.args.args if argument.arg != "self"]


def _of_call(node: ast.Call) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Another number, another or no option, another way to merge, a layer left out."""
    inner = node.func
    if isinstance(inner, ast.Call) and len(node.args) == 1 and isinstance(node.args[0], ast.Name):
        yield node, node.args[0]
    if isinstance(inner, ast.Attribute) and inner.attr in _MERGES:
        yield inner, ast.Attribute(inner.value, _MERGES[inner.attr], inner.ctx)
    if _computes(node):
        yield from _of_operation(node)
    if not _makes(node) and not _computes(node):
        return
    for k, keyword in enumerate(node.keywords):
        if keyword.arg not in (None, "shape", "name", "dtype", "inputs", "outputs"):
            yield node, _with(node, keywords=node.keywords[:k] + node.keywords[k + 1 :])
        if keyword.arg == "activation" and isinstance(keyword.value, ast.Constant):
            yield keyword.value, ast.Constant("tanh" if keyword.value.value == "relu" else "relu")
    values = [*node.args, *(k.value for k in node.keywords)]
    for number in (n for value in values for n in ast.walk(value)):
        if isinstance(number, ast.Constant) and type(number.value) is int:
            yield number, ast.Constant(number.value + 1)


def _of_operation(node: ast.Call) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Another function of `keras.ops`, or none."""
    assert isinstance(node.func, ast.Attribute)
    other = _FUNCTIONS.get(node.func.attr)
    if other:
        yield node.func, ast.Attribute(node.func.value, other, node.func.ctx)
    if len(node.args) == 1 and not node.keywords:
        yield node, node.args[0]


def _computes(node: ast.Call) -> bool:
    """Whether a call is of a function of `keras.ops`."""
    return (
        isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == "ops"
    )


def _makes(node: ast.Call) -> bool:
    """Whether a call makes a layer, or an input."""
    return isinstance(node.func, ast.Attribute) and node.func.attr[:1].isupper() and node.func.attr != "Model"


def _with(node: ast.Call, **changed: Any) -> ast.Call:
    return ast.Call(**({"func": node.func, "args": node.args, "keywords": node.keywords} | changed))


def _other_tensors(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.AST]]:
    """What a layer is called on, or a model gives: another tensor that was there before."""
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        there: list[str] = []
        for statement in function.body:
            for call in (n for n in ast.walk(statement) if isinstance(n, ast.Call)):
                for name in call.args if isinstance(call.func, ast.Call) or _is_model(call) else []:
                    if isinstance(name, ast.Name) and name.id in there:
                        others = [other for other in there if other != name.id][-2:]
                        yield from ((name, ast.Name(other, ast.Load())) for other in others)
            if isinstance(statement, ast.Assign) and _gives_tensor(statement.value):
                there += [t.id for t in statement.targets if isinstance(t, ast.Name) and t.id not in there]


def _is_model(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "Model"


def _gives_tensor(value: ast.expr) -> bool:
    called = isinstance(value, ast.Call)
    return called and (isinstance(value.func, ast.Call) or getattr(value.func, "attr", "") == "Input")  # type: ignore[attr-defined]


def _not_shared(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.AST]]:
    """A layer that is made once and called more than once: each other call has a layer of its own."""
    made = {
        statement.targets[0].id: statement.value
        for statement in ast.walk(tree)
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and isinstance(statement.value, ast.Call)
        and _makes(statement.value)
        and getattr(statement.value.func, "attr", "") != "Input"
    }
    seen: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in made:
            if node.func.id in seen:
                yield node.func, copy.deepcopy(made[node.func.id])
            seen.add(node.func.id)
