"""A class that was never taught: seeded marks as `kfa grade` writes them, for what reads marks."""

import random
import re

CHAPTER = "01_introduction"
_FINDINGS = {
    "graph.units": "`dense` (the 1st `Dense`) has `units=32`; it should be `units=64`.",
    "graph.activation_missing": "`dense` has no activation; it should have `relu`.",
    "answer.raised": "`build_mlp(64, 10)` stopped with `ValueError`.",
}


def marks(count: int, seed: int = 0, chapter: str = CHAPTER, points: tuple[float, ...] = (3.0, 2.0, 3.0)) -> list[dict]:
    """Marks of so many learners, each with a skill of their own; the last exercise is drawn, whatever they know."""
    draw = random.Random(seed)
    found = []
    for k in range(count):
        skill = draw.random()
        exercises = []
        for place, most in enumerate(points):
            right = (draw.random() if place == len(points) - 1 else skill + draw.gauss(0, 0.2)) > 0.4
            score = most if right else draw.choice([0.0, most / 2])
            key = draw.choice(sorted(_FINDINGS))
            findings = [] if right else [{"key": key, "text": _FINDINGS[key]}]
            status = "correct" if right else "partial" if score else "incorrect"
            exercises.append(
                {
                    "id": f"ex01{'abcdefgh'[place]}",
                    "score": score,
                    "max_score": most,
                    "status": status,
                    "findings": findings,
                }
            )
        found.append(
            {
                "student": f"learner{k:03}",
                "chapter": chapter,
                "score": sum(e["score"] for e in exercises),
                "max_score": sum(points),
                "seconds": round(1 + draw.random(), 2),
                "exercises": exercises,
            }
        )
    return found


_NAMES = ("x", "h", "hidden", "out", "layer1", "net", "y", "features", "tensor", "z")


def answer(draw: random.Random) -> str:
    """One learner's code of a chain of layers: right or not, in a way of their own."""
    names = draw.sample(_NAMES, 3)
    kinds = ["relu"] * 6 + ["tanh", "sigmoid", "gelu", "selu"]
    widths = ["hidden_units"] * 6 + ["64", "128", "hidden_units // 2", "num_classes"]
    lines = [f"{names[0]} = keras.Input(shape=({draw.choice(['784'] * 7 + ['28, 28', '28 * 28'])},))"]
    last = names[0]
    for _k in range(draw.choice([2, 2, 2, 2, 1, 3])):
        now = draw.choice(names[1:])
        how = draw.random()
        made = f"layers.Dense({draw.choice(widths)}"
        if how < 0.6:
            lines.append(f'{now} = {made}, activation="{draw.choice(kinds)}")({last})')
        elif how < 0.8:
            lines += [f"{now} = {made})({last})", f'{now} = layers.Activation("{draw.choice(kinds)}")({now})']
        else:
            lines += [f"{now} = {made})({last})", f"{now} = keras.activations.{draw.choice(kinds)}({now})"]
        last = now
    if draw.random() < 0.15:
        lines.append(f"{last} = layers.Dropout({draw.choice([0.1, 0.2, 0.25, 0.5])})({last})")
    if draw.random() < 0.15:
        lines.append(
            f"print({draw.choice(['last.shape', 'model', repr('here ' + str(draw.randint(1, 99)))])})".replace(
                "last", last
            )
        )
    tail = draw.choice(["", "", "", ', activation="softmax"', ', name="logits"', ", use_bias=True"])
    lines += [f"{names[2]}_ = layers.Dense(num_classes{tail})({last})", f"return keras.Model({names[0]}, {names[2]}_)"]
    return "def build_mlp(hidden_units, num_classes):\n" + "".join(f"    {line}\n" for line in lines)


def disguised(source: str, draw: random.Random) -> str:
    """The same code with other names and comments, and two functions that stand in another order."""
    for k, name in enumerate((*_NAMES, *(f"{n}_" for n in _NAMES))):
        source = re.sub(rf"(?<![\w.]){name}(?=\W)(?!\s*=\s*[^=]*\bTrue\b\))", f"var_{k}", source)
    lines = [
        f"{line}  # {draw.choice(['my idea', 'step', 'now the next'])}" if line.strip() else line
        for line in source.splitlines()
    ]
    return "\n".join(lines) + "\n"


def handed_in(count: int, copies: int, seed: int = 0) -> tuple[dict[str, dict[str, str]], set[tuple[str, str]]]:
    """For each learner by exercise what they wrote, three times each; and who of them copied from whom."""
    draw = random.Random(seed)
    sources = {f"learner{k:03}": {f"ex01{e}": answer(draw) for e in "abc"} for k in range(count)}
    planted = set()
    for k in range(copies):
        original, copier = f"learner{k:03}", f"learner{count - 1 - k:03}"
        sources[copier] = {e: disguised(text, draw) for e, text in sources[original].items()}
        planted.add((original, copier))
    return sources, planted
