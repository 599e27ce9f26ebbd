"""The vocabulary of the support tickets: the phrases that people write in them, and a number for each word.

In a phrase `*` stands for a name (of a product, a person, an order): one of thousands of rare words, which say
nothing about the ticket and which nobody learns from.
"""

import functools
import itertools

import numpy as np

from helpers.datasets.seeds import stream

NUM_WORDS = 10_000  # word ids are 0 to 9,999; 0 is padding

# By topic: what its title may say, then what its body may say.
TOPICS: dict[str, tuple[list[str], list[str]]] = {
    "invoice": (
        ["question about my invoice", "wrong amount on the bill", "invoice for *", "vat number missing"],
        [
            "the invoice shows the wrong amount",
            "i need the bill with our vat number",
            "the receipt for * never came",
            "please send the invoice as a pdf",
            "the tax on the bill looks too high",
            "our accounting asks for a corrected invoice",
            "the billing address is the old one",
        ],
    ),
    "refund": (
        ["refund for *", "charged twice", "where is my money", "wrong charge on my card"],
        [
            "my card was charged twice for *",
            "i am still waiting for the refund",
            "the money has not come back to my bank",
            "you took the payment but the order was cancelled",
            "please refund the charge on my card",
            "the bank says that the payment went through",
            "i sent * back and want my money",
        ],
    ),
    "crash": (
        ["app crashes at start", "error when saving *", "everything is down", "data lost after the update"],
        [
            "the app crashes as soon as i open it",
            "since the update it shows an error and closes",
            "all files in * are gone after the crash",
            "the server answers with an error",
            "nobody in our team can work since the update",
            "the screen freezes when i save",
            "i reinstalled the app and it still crashes",
        ],
    ),
    "login": (
        ["can not log in", "password reset fails", "locked out", "code does not arrive"],
        [
            "the password is refused since the update",
            "the code for the login never arrives",
            "i reset the password and still can not log in",
            "the app says that my user is locked",
            "the link in the reset mail shows an error",
            "the login page loads again and again",
        ],
    ),
    "delay": (
        ["where is my parcel", "delivery is late", "* has not arrived", "tracking shows nothing"],
        [
            "the parcel should have arrived on monday",
            "the tracking has not changed for days",
            "the driver left a note but no parcel",
            "the delivery of * is late",
            "the parcel is still in the warehouse",
            "when will the order be shipped",
            "the courier says that the address is wrong",
        ],
    ),
    "damage": (
        ["arrived broken", "wrong item in the parcel", "* is damaged", "parts missing"],
        [
            "the box was open and * was broken",
            "the parcel holds the wrong item",
            "there is a crack in the glass",
            "two parts are missing in the box",
            "it was damaged on the way",
            "i took photos of the broken item",
            "please ship a new one for the damaged item",
        ],
    ),
    "upgrade": (
        ["change of plan", "more seats for our team", "price of the larger plan", "upgrade to *"],
        [
            "we would like to move to the larger plan",
            "how much do more seats cost",
            "is there a discount for a year",
            "please add five users to our plan",
            "does the larger plan include *",
            "we want to upgrade next month",
        ],
    ),
    "cancel": (
        ["close my account", "cancel the subscription", "delete my data", "leaving at the end of the month"],
        [
            "please close my account",
            "i want to cancel the subscription at the end of the month",
            "please delete all of my data",
            "we no longer use the plan",
            "the cancel button is not where the help says",
            "my profile should be removed",
            "we are moving to *",
        ],
    ),
}

VAGUE_TITLES = ["please help", "a question", "problem with *", "hello", "message from *", "not working", "urgent"]

NEUTRAL = [
    "my name is *",
    "i am writing about *",
    "i bought it last week",
    "we use it every day",
    "i looked in the help pages first",
    "you can reach me by phone or mail",
    "my colleague * had the same",
    "this is about order *",
    "i am not sure whom to ask",
    "it worked until last week",
    "* told me to write to you",
    "the number is on the letter from *",
]

CALM = [
    "thank you for your help",
    "there is no hurry",
    "whenever you find the time",
    "many thanks in advance",
    "have a nice day",
    "i am happy with your service otherwise",
]

ANGRY = [
    "this is unacceptable",
    "i need an answer today",
    "this is the third time i write",
    "i am losing patience",
    "fix this now",
    "we lose money every hour",
    "i will talk to a lawyer",
]


def phrases() -> list[str]:
    """All that titles and bodies are made of."""
    of_topics = [phrase for titles, bodies in TOPICS.values() for phrase in [*titles, *bodies]]
    return [*of_topics, *VAGUE_TITLES, *NEUTRAL, *CALM, *ANGRY]


@functools.cache
def vocabulary() -> list[str]:
    """The word of each id; "" for 0, the padding."""
    syllables = [consonant + vowel for consonant in "bdfklmnrtvz" for vowel in "aeo"]
    names = ["".join(three) for three in itertools.product(syllables, repeat=3)][::3]
    words = [*sorted(_known()), *(name for name in names if name not in _known())][: NUM_WORDS - 1]
    # Mixed, so that an id tells nothing by its size, and always in the same way.
    return ["", *(words[k] for k in stream(0).permutation(len(words)))]


@functools.cache
def ids() -> dict[str, int]:
    """The id of each word."""
    return {word: k for k, word in enumerate(vocabulary()) if k}


@functools.cache
def names() -> np.ndarray:
    """The ids of the rare words that stand for `*`."""
    return np.array([k for word, k in ids().items() if word not in _known()])


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(" ".join([*phrases(), "."]).split()) - {"*"}
