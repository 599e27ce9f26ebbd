"""The house as it stands: which room calls which, read from the imports, and its picture for `docs/architecture.md`.

`python -m tools.house` draws `docs/pictures/house.svg` anew; a test says when it is not what the code says.
"""

import ast
from functools import cache
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "pictures" / "house.svg"
_PRODUCT = ("helpers", "autograder", "tools")
_DOORS = ("autograder", "notebook")
"""Not drawn: what is opened by name stands above all of it."""
_WIDTH, _HEIGHT, _ACROSS, _DOWN, _EDGE = 124, 34, 22, 44, 16


@cache
def modules() -> dict[str, Path]:
    """The product's modules, by name."""
    paths = [path for room in _PRODUCT for path in sorted((ROOT / room).rglob("*.py"))]
    return {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in paths}


def room(module: str) -> str:
    """The room of a module: a package of `autograder`, or `helpers`, or `tools`."""
    parts = module.split(".")
    return parts[min(len(parts) - 1, 1)] if parts[0] == "autograder" else parts[0]


@cache
def imported(module: str) -> frozenset[str]:
    """The product's modules that a module imports, wherever in it: a late import is an arrow, too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(modules()[module].read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            found |= {known for known in (name, name.rpartition(".")[0]) if known in modules()} - {module}
    # `from package import module` is an arrow to the module, not to the package around it
    return frozenset(name for name in found if not any(other.startswith(f"{name}.") for other in found))


def arrows() -> dict[str, set[str]]:
    """For each room those that it calls."""
    found: dict[str, set[str]] = {}
    for module in modules():
        calls = found.setdefault(room(module), set())
        calls |= {room(other) for other in imported(module)} - {room(module)}
    return found


def floors(calls: dict[str, set[str]]) -> list[list[str]]:
    """The rooms from the ground up: each stands above all that it calls.

    Raises:
        ValueError: they call one another in a circle.
    """
    height: dict[str, int] = {}
    waiting = dict(calls)
    while waiting:
        ready = [name for name, below in waiting.items() if below <= height.keys()]
        if not ready:
            raise ValueError(f"a circle: {', '.join(waiting)}")
        for name in ready:
            height[name] = 1 + max((height[below] for below in waiting.pop(name)), default=-1)
    return [sorted(n for n, h in height.items() if h == floor) for floor in range(max(height.values()) + 1)]


def drawn() -> str:
    """The picture as SVG: the ground floor below, an arrow for each call that no longer way through the house implies."""
    calls = {name: below - {*_DOORS} for name, below in arrows().items() if name not in _DOORS}
    rows = floors(calls)
    widest = max(map(len, rows))
    width = 2 * _EDGE + widest * _WIDTH + (widest - 1) * _ACROSS
    height = 2 * _EDGE + len(rows) * _HEIGHT + (len(rows) - 1) * _DOWN
    place = {}
    for floor, row in enumerate(rows):
        left = (width - len(row) * _WIDTH - (len(row) - 1) * _ACROSS) / 2
        for k, name in enumerate(row):
            top = height - _EDGE - _HEIGHT - floor * (_HEIGHT + _DOWN)
            place[name] = left + k * (_WIDTH + _ACROSS), top
    lines = []
    for name, below in sorted(calls.items()):
        for other in sorted(below - _behind(calls, below)):
            (x, y), (u, v) = place[name], place[other]
            bend = (v - y - _HEIGHT) / 2
            start, end = f"{x + _WIDTH / 2:.0f} {y + _HEIGHT:.0f}", f"{u + _WIDTH / 2:.0f} {v - 3:.0f}"
            curve = f"{x + _WIDTH / 2:.0f} {y + _HEIGHT + bend:.0f} {u + _WIDTH / 2:.0f} {v - bend:.0f}"
            lines.append(f'<path class="a" d="M{start} C{curve} {end}" marker-end="url(#h)"/>')
    for name, (x, y) in sorted(place.items()):
        title = escape(name)
        lines.append(f'<rect class="b" x="{x:.0f}" y="{y:.0f}" width="{_WIDTH}" height="{_HEIGHT}" rx="6"/>')
        lines.append(f'<text class="t" x="{x + _WIDTH / 2:.0f}" y="{y + 22:.0f}">{title}</text>')
    said = "; ".join(f"{name} calls {', '.join(sorted(below))}" for name, below in sorted(calls.items()) if below)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">'
        f"<title>{escape(said)}</title><style>{_STYLE}</style>"
        '<marker id="h" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path class="h" d="M0 0L8 4L0 8z"/></marker>' + "\n".join(lines) + "</svg>\n"
    )


_STYLE = (
    ".b{fill:#f6f8fa;stroke:#57606a}.t{font:14px sans-serif;text-anchor:middle;fill:#1f2328}"
    ".a{fill:none;stroke:#57606a;stroke-width:1.2}.h{fill:#57606a}"
    "@media(prefers-color-scheme:dark){.b{fill:#161b22;stroke:#8b949e}.t{fill:#e6edf3}.a{stroke:#8b949e}.h{fill:#8b949e}}"
)


def _behind(calls: dict[str, set[str]], below: set[str]) -> set[str]:
    """All that these rooms call, directly or not."""
    found: set[str] = set()
    waiting = [other for name in below for other in calls[name]]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += calls[name]
    return found


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
