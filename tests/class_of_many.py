"""A class that was never taught: seeded marks as `kfa grade` writes them, for what reads marks."""

import random

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
                {"id": f"ex01{'abc'[place]}", "score": score, "max_score": most, "status": status, "findings": findings}
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
