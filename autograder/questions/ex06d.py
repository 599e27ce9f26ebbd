"""Questions of exercise 06d: a router is trained."""

from autograder.asking.collect import Answer
from autograder.questions.common.seeded import seeded


def ask(answer: Answer, parameters: dict) -> None:
    from helpers import datasets

    tickets = datasets.tickets(parameters["tickets"], parameters["seed"])
    seed = parameters["seed"] + parameters["attempt"]
    with seeded(answer, seed):
        model = answer.call(tickets, seed, shown="train_ticket_router(…)")
    answer.trained("model", model)
