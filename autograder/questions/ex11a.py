"""Questions of exercise 11a: which API for which model."""

import itertools

from autograder.asking.collect import Answer

_LONGEST = 40


def ask(answer: Answer, _parameters: dict) -> None:
    if not isinstance(answer.value, dict):
        raise answer.fault("api.no_dict", type=type(answer.value).__name__)
    answer.items["api"] = answer.run(lambda: _words(answer.value), "API_FOR")


def _words(given: dict) -> dict[str, str]:
    """The entries as text, those that are filled in."""
    some = itertools.islice(given.items(), 50)
    return {str(k)[:_LONGEST]: str(v)[:_LONGEST] for k, v in some if v is not None and v is not Ellipsis}
