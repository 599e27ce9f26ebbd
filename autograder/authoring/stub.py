"""A reference's source -> what learners get of it, and the cell of the instructor's notebook, as nbgrader marks solutions."""

import ast
import copy

_STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")
"""What nbgrader puts in the place of a solution."""
_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"


def stub(reference: str) -> str:
    """The signature and the docstring of a function, or of each method of a class; nothing else."""
    return _written(reference, lambda _function: list(_STUB))


def solved(reference: str) -> str:
    """The same with each body between nbgrader's marks: nbgrader's own release of it is the stub."""
    lines = reference.splitlines()

    def body(function: ast.FunctionDef) -> list[str]:
        rest = function.body[1:] if _documented(function) else function.body
        if not rest:
            return list(_STUB)
        first, last = rest[0].lineno, rest[-1].end_lineno or rest[-1].lineno
        indent = rest[0].col_offset
        return [_BEGIN, *(line[indent:] for line in lines[first - 1 : last]), _END]

    return _written(reference, body)


def _written(reference: str, body: object) -> str:
    node = ast.parse(reference).body[0]
    if isinstance(node, ast.ClassDef):
        head = copy.copy(node)
        head.body = [node.body[0]] if _documented(node) else [ast.Pass()]
        text = ast.unparse(head).removesuffix("\n    pass")
        methods = [n for n in node.body if isinstance(n, ast.FunctionDef)]
        return "\n\n".join([text, *("\n".join(_indented(_function(m, body))) for m in methods)]).replace(
            f"{text}\n\n    def", f"{text}\n    def" if not _documented(node) else f"{text}\n\n    def", 1
        )
    assert isinstance(node, ast.FunctionDef)
    return "\n".join(_function(node, body))


def _function(node: ast.FunctionDef, body: object) -> list[str]:
    head = copy.copy(node)
    head.decorator_list = []
    head.body = [node.body[0]] if _documented(node) else [ast.Pass()]
    lines = ast.unparse(head).removesuffix("\n    pass").splitlines()
    return [*lines, *_indented(body(node))]  # type: ignore[operator]


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" if line else "" for line in lines]


def _documented(node: ast.FunctionDef | ast.ClassDef) -> bool:
    return ast.get_docstring(node) is not None
