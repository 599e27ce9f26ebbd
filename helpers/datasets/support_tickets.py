"""Support tickets with labels that can be learned: drawn from a small world of topics, tones and customers."""

import numpy as np

from helpers.datasets import chinese, words
from helpers.datasets.seeds import count, stream
from helpers.errors import CourseError
from helpers.language import current
from helpers.language import translate as _

TITLE_LENGTH = 10
BODY_LENGTH = 100

TOPICS = tuple(words.TOPICS)
DEPARTMENTS = ("billing", "technical", "shipping", "account")  # two topics each, in the order of TOPICS
TAGS = (*TOPICS, "premium", "trial", "mobile", "repeat")

_SEVERITY = dict(zip(TOPICS, (-0.8, 0.3, 1.4, 0.6, 0.2, 0.8, -1.4, -0.6), strict=True))
_OTHER_DEPARTMENT = 0.03  # share of tickets that went elsewhere than their topic says
_VAGUE_TITLE = 0.15
_RIGHT_TAG, _WRONG_TAG = 0.6, 0.2  # how often a customer ticks the topic's tag, and some other


def tickets(n: int, seed: int) -> dict[str, np.ndarray]:
    """`n` support tickets in the form of the guide's router: equal arguments give equal arrays.

    How they come about: a topic (of 8) decides the department (in 3% of the tickets another one), the words, a tag
    that is ticked in 60% of them, and how severe the matter is. The tone (calm, plain, angry) shows in the body
    alone, the customer's tier (premium, trial, neither) in the tags alone; one title in seven is vague. Whether a
    ticket is urgent is a coin whose odds are a logistic of severity, tone and tier. So no model can be right more
    often than in 0.856 of the tickets for the priority and 0.97 for the department.
    Words, topics and rules are the same for every seed: two seeds give training and test data of one world.

    The guide's router, RMSprop, batches of 32, on 2,000 other tickets, three seeds (`python benchmarks/data_pack.py`):
    4,000 tickets, 5 epochs: priority 0.80-0.82, department 0.91-0.92, with `mask_zero` and without it alike;
    1,280 tickets, 2 epochs: priority 0.70-0.77, department 0.53-0.68.

    Args:
        n: number of tickets, up to 1,000,000 (about 10,000 a second).
        seed: 0 to 2**32 - 1.

    Returns:
        `title` int32 (n, 10) and `body` int32 (n, 100): word ids 1 to 9,999, 0 is padding, in front;
        `tags` float32 (n, 12), 0 or 1; `priority` float32 (n, 1), 1 for urgent; `department` float32 (n, 4), one-hot.

    Raises:
        CourseError: for a number or a seed out of range.
    """
    n, random = count(n), stream(seed)
    data = {
        "title": np.zeros((n, TITLE_LENGTH), np.int32),
        "body": np.zeros((n, BODY_LENGTH), np.int32),
        "tags": np.zeros((n, len(TAGS)), np.float32),
        "priority": np.zeros((n, 1), np.float32),
        "department": np.zeros((n, len(DEPARTMENTS)), np.float32),
    }
    for k in range(n):
        topic, tone, tier = random.randint(len(TOPICS)), random.randint(-1, 2), random.randint(-1, 2)
        title, body = _title(random, TOPICS[topic]), _body(random, TOPICS[topic], tone)
        data["title"][k, TITLE_LENGTH - len(title) :] = title
        data["body"][k, BODY_LENGTH - len(body) :] = body
        data["tags"][k] = _tags(random, topic, tier)
        data["priority"][k] = random.random_sample() < _odds(TOPICS[topic], tone, tier)
        department = topic // 2
        if random.random_sample() < _OTHER_DEPARTMENT:
            department = (department + random.randint(1, len(DEPARTMENTS))) % len(DEPARTMENTS)
        data["department"][k, department] = 1
    return data


def ticket_words(ids: np.ndarray) -> str:
    """The words of a row of ids, without the padding, in the reader's language: `ticket_words(data["title"][0])`.

    The ids are those of English words; in Chinese each phrase is shown as a Chinese one.

    Raises:
        CourseError: for an id outside of the vocabulary.
    """
    row = np.asarray(ids).ravel()
    if row.size and (row.dtype.kind not in "iu" or row.min() < 0 or row.max() >= words.NUM_WORDS):
        raise CourseError(_("Word ids are whole numbers from 0 to {last}.", last=words.NUM_WORDS - 1))
    found = [words.vocabulary()[k] for k in row if k]
    return chinese.written(found) if current() == "zh" else " ".join(found).replace(" .", ".")


def read_ticket(data: dict[str, np.ndarray], i: int) -> str:
    """Ticket `i` of `data` as text: title, body, tags and labels, a line each."""
    shown = chinese.label if current() == "zh" else str
    lines = {
        "title": ticket_words(data["title"][i]),
        "body": ticket_words(data["body"][i]),
        "tags": ", ".join(shown(tag) for tag, ticked in zip(TAGS, data["tags"][i], strict=True) if ticked),
        "priority": f"{data['priority'][i].item():.0f}",
        "department": shown(DEPARTMENTS[data["department"][i].argmax()]),
    }
    return "\n".join(f"{name}: {line}" for name, line in lines.items())


def _odds(topic: str, tone: int, tier: int) -> float:
    """The chance that the ticket is urgent."""
    return 1 / (1 + np.exp(-(2.6 * _SEVERITY[topic] + 2.6 * tone + 1.5 * tier)))


def _title(random: np.random.RandomState, topic: str) -> list[int]:
    vague = random.random_sample() < _VAGUE_TITLE
    return _phrase(random, words.VAGUE_TITLES if vague else words.TOPICS[topic][0])


def _body(random: np.random.RandomState, topic: str, tone: int) -> list[int]:
    other = TOPICS[random.randint(len(TOPICS))]  # people mention what it is not about, too
    phrases = [words.TOPICS[topic][1]] * random.randint(2, 5) + [words.NEUTRAL] * random.randint(2, 6)
    phrases += [words.TOPICS[other][1]] * (random.random_sample() < 0.3)
    phrases += [(words.CALM, [], words.ANGRY)[tone + 1]] * random.randint(2, 5) if tone else []
    parts = [_phrase(random, phrases[k]) for k in random.permutation(len(phrases))]
    return [word for part in parts for word in [*part, words.ids()["."]]][:BODY_LENGTH]


def _phrase(random: np.random.RandomState, phrases: list[str]) -> list[int]:
    chosen = phrases[random.randint(len(phrases))].split()
    name = words.names()[random.randint(len(words.names()))]
    return [name if word == "*" else words.ids()[word] for word in chosen]


def _tags(random: np.random.RandomState, topic: int, tier: int) -> np.ndarray:
    tags = np.zeros(len(TAGS), np.float32)
    tags[topic] = random.random_sample() < _RIGHT_TAG
    if random.random_sample() < _WRONG_TAG:
        tags[random.randint(len(TOPICS))] = 1
    tags[TAGS.index("premium")] = tier == 1
    tags[TAGS.index("trial")] = tier == -1
    tags[TAGS.index("mobile")] = random.random_sample() < 0.3
    tags[TAGS.index("repeat")] = random.random_sample() < 0.2
    return tags
