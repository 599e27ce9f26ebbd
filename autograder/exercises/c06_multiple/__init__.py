"""Exercises of chapter 06: a router with three inputs and two outputs: build, compile, feed, train."""

from autograder.exercises.c06_multiple import (
    build_ticket_router,
    compile_ticket_router,
    ticket_dataset,
    train_ticket_router,
)

EXERCISES = (
    build_ticket_router.EXERCISE,
    compile_ticket_router.EXERCISE,
    ticket_dataset.EXERCISE,
    train_ticket_router.EXERCISE,
)
