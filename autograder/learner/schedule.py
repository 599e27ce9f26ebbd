"""When a question is due again: FSRS, where it is installed; what was missed is due at once."""

import contextlib
from datetime import UTC, datetime, timedelta


def after(known: dict, right: bool, now: datetime | None = None) -> dict:
    """What to keep of a question that was answered now: its card, from which `due` tells the day."""
    now = now or datetime.now(UTC)
    try:
        from fsrs import Card, Rating, Scheduler
    except ImportError:  # an environment of the first edition
        return {"due": (now + timedelta(days=3 if right else 0)).isoformat()}
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = Card(card_id=1, due=now)
    with contextlib.suppress(KeyError, TypeError, ValueError):  # a file that somebody edited
        card = Card.from_dict(known["card"])
    card, _log = scheduler.review_card(card, Rating.Good if right else Rating.Again, now)
    return {"due": (card.due if right else now).isoformat(), "card": card.to_dict()}


def due(known: dict) -> datetime | None:
    """When a question is due that was answered; None where that is not known."""
    with contextlib.suppress(KeyError, TypeError, ValueError):
        found = datetime.fromisoformat(known["due"])
        return found if found.tzinfo else None
    return None
