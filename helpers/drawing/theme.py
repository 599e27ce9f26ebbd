"""Colours, fonts and text widths of every picture that the course draws, for light and for dark pages."""

import unicodedata

SANS = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC',monospace"

# Each text colour reaches 4.5:1 on every background that it is drawn on (tests/test_drawing.py computes it).
LIGHT = {
    "card": "#ffffff",
    "frame": "#fafbfc",
    "rim": "#d5dae0",
    "ink": "#1b2129",
    "mute": "#545d69",
    "edge": "#6b7583",
    "box": "#f3f5f8",
    "box-line": "#98a2b0",
    "input": "#e3f0ff",
    "input-line": "#1d63c4",
    "output": "#efe8fd",
    "output-line": "#6a3fc0",
    "wrong": "#b93c06",
    "expected": "#0b7443",
    "hue0": "#ad1f74",
    "hue1": "#7d5600",
    "hue2": "#0a6a80",
    "hue3": "#4c4bc4",
}
DARK = {
    "card": "#15191f",
    "frame": "#1a1f26",
    "rim": "#363e49",
    "ink": "#e8ecf1",
    "mute": "#a9b3bf",
    "edge": "#8f9aa7",
    "box": "#232a33",
    "box-line": "#66717f",
    "input": "#14304f",
    "input-line": "#79b4ff",
    "output": "#31254f",
    "output-line": "#c3a5ff",
    "wrong": "#ffa36b",
    "expected": "#5fd39a",
    "hue0": "#ff93cb",
    "hue1": "#e5bd55",
    "hue2": "#62cfe2",
    "hue3": "#b0b0ff",
}
HUES = 4


def css(scope: str, rules: str) -> str:
    """A style sheet for the picture whose root has class `scope`.

    `rules` is CSS in which `&` stands for the root. The page's scheme decides the colours; JupyterLab
    (`data-jp-theme-light`) and Sphinx themes (`data-theme`) say theirs where the picture is inline.
    """
    light, dark = (";".join(f"--{name}:{value}" for name, value in p.items()) for p in (LIGHT, DARK))
    root = f".{scope}"
    return (
        f"{root}{{{light}}}"
        f"@media (prefers-color-scheme:dark){{{root}{{{dark}}}}}"
        f"[data-jp-theme-light=true] {root},[data-theme=light] {root}{{{light}}}"
        f"[data-jp-theme-light=false] {root},[data-theme=dark] {root}{{{dark}}}" + rules.replace("&", root)
    )


def text_width(text: str, size: float, mono: bool = False, bold: bool = False) -> float:
    """About how wide `text` is in pixels at `size`: an upper bound for the usual fonts, there is no font to ask."""
    return size * sum(_em(c, mono) for c in text) * (1.07 if bold and not mono else 1.0)


def _em(character: str, mono: bool) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if unicodedata.combining(character):
        return 0.0
    if mono:
        return 0.605
    if character in "iljtfrI.,:;|'!()[] ·":
        return 0.38
    if character in "mwMW%@—":
        return 0.95
    if character.isupper() or character in "×+=?":
        return 0.72
    return 0.63
