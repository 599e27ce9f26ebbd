"""IPython's own syntax in a cell, where what it does to names is known: the cell as Python alone, to be looked at.

What is made here is read, never run. A magic that is not known here stays as it is: what it does can't be read.
"""

import re

_CELL = re.compile(r"\s*%%(\w+)[^\n]*\n?")
_RUN = {"time", "capture", "prun", "timeit"}
"""Magics of a cell that run the rest of it as it is."""
_OTHER = {
    *(
        "bash",
        "sh",
        "script",
        "html",
        "HTML",
        "javascript",
        "js",
        "markdown",
        "latex",
        "svg",
        "SVG",
        "writefile",
        "file",
    ),
    *("perl", "ruby", "cmd"),
}
"""Magics of a cell whose rest is no Python of this notebook."""
_LINE = re.compile(r"^([ \t]*)(?:(!)|%(\w+))(.*)$")
_RUN_LINE = {"time", "timeit", "prun"}
_OPTIONS = re.compile(r"^(?:-[nrtp] ?\d+ +|-[qocvl] +)*")
_NOTHING = {
    *("matplotlib", "config", "load_ext", "reload_ext", "unload_ext", "autoreload", "pip", "conda", "cd", "env", "pwd"),
    *("ls", "ll", "who", "whos", "pdb", "xmode", "colors", "precision", "tensorboard", "set_env", "alias", "history"),
    *("lsmagic", "mkdir", "cat", "system", "sx"),
}
"""Magics of a line that bind no name."""
_GIVEN = re.compile(r"^([ \t]*[\w.\[\], *]+=[ \t]*)(?:(!)|%(\w+))([^\n]*)$")
_HELP = re.compile(r"^([ \t]*)(?:\?{1,2}[\w.%*]+|[\w.%*\[\]]+\?{1,2})[ \t]*$")


def without(source: str) -> str:
    """The cell with Python in place of the magics that are known."""
    while found := _CELL.match(source):  # a magic may stand on top of another
        if found[1] in _OTHER:
            return ""
        if found[1] not in _RUN:
            return source
        source = source[found.end() :]
    return "\n".join(map(_line, source.split("\n")))


def _line(line: str) -> str:
    found = _LINE.match(line)
    if found:
        indent, shell, name, rest = found.groups()
        if shell or name in _NOTHING:
            return f"{indent}pass"
        return f"{indent}{_OPTIONS.sub('', rest.strip(), count=1) or 'pass'}" if name in _RUN_LINE else line
    given = _GIVEN.match(line)
    if given:
        begin, shell, name, rest = given.groups()
        if shell or name in _NOTHING:
            return f"{begin}None"
        return begin + rest.strip() if name in _RUN_LINE else line
    asked = _HELP.match(line)
    return f"{asked[1]}pass" if asked else line
