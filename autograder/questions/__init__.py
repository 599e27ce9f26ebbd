"""The questions of the exercises: the learner's side of a check.

A question is all that the process of a learner's code knows of an exercise. No reference, no right or wrong answer and
nothing that judges may stand here: what is imported here lies in the memory of a graded submission.
"""

import importlib
from collections.abc import Callable

from autograder.asking.collect import Answer

_QUESTIONS = {
    "ex00a": ("c00_setup", "ask"),
    "ex01a": ("c01_introduction", "ask_mlp"),
    "ex01b": ("c01_introduction", "ask_count"),
    "ex01c": ("c01_introduction", "ask_picture"),
    "ex02a": ("c02_training.compile_classifier", "ask_compile"),
    "ex02b": ("c02_training.train_classifier", "ask_train"),
    "ex02c": ("c02_training.predict_classes", "ask_predict"),
    "ex02d": ("c02_training.repair", "ask_repair"),
    "ex03a": ("c03_saving.save_and_restore", "ask_restore"),
    "ex03b": ("c03_saving.same_architecture", "ask_architecture"),
    "ex03c": ("c03_saving.transfer_weights", "ask_transfer"),
    "ex04a": ("c04_one_graph", "ask_autoencoder"),
    "ex04b": ("c04_one_graph", "ask_classifier"),
    "ex05a": ("c05_callable.chain", "ask_chain"),
    "ex05b": ("c05_callable.members", "ask_plain"),
    "ex05c": ("c05_callable.members", "ask_weighted"),
    "ex06a": ("c06_multiple.build_ticket_router", "ask_build"),
    "ex06b": ("c06_multiple.compile_ticket_router", "ask_compile"),
    "ex06c": ("c06_multiple.ticket_dataset", "ask_dataset"),
    "ex06d": ("c06_multiple.train_ticket_router", "ask_train"),
    "ex07a": ("c07_resnet.residual_block", "ask_block"),
    "ex07b": ("c07_resnet.build_toy_resnet", "ask_build"),
    "ex07c": ("c07_resnet.train_toy_resnet", "ask_train"),
    "ex08a": ("c08_shared.build_shared_embedding", "ask_shared"),
    "ex08b": ("c08_shared.build_similarity", "ask_similarity"),
    "ex09a": ("c09_nodes.feature_extractor", "ask_extractor"),
    "ex09b": ("c09_nodes.gram_matrix", "ask_gram"),
    "ex09c": ("c09_nodes.transfer_head", "ask_head"),
    "ex10a": ("c10_custom.custom_dense", "ask_dense"),
    "ex10b": ("c10_custom.custom_dense_saved", "ask_saved"),
    "ex10c": ("c10_custom.scaled_residual", "ask_residual"),
    "ex11a": ("c11_when.api_for", "ask_api"),
    "ex11b": ("c11_when.to_functional", "ask_functional"),
    "ex11c": ("c11_when.repair_wiring", "ask_wiring"),
    "ex12a": ("c12_mixing.custom_rnn", "ask_rnn"),
    "ex12b": ("c12_mixing.build_sequence_model", "ask_model"),
    "ex12c": ("c12_mixing.noisy_dense", "ask_noisy"),
    "ex13a": ("c13_capstone", "ask"),
}
"""Module and function of each exercise's questions."""

_ELSEWHERE = {
    "ex02a": ("c02_training.compile_classifier", "compiled_again"),
    "ex03a": ("c03_saving.save_and_restore", "restored"),
    "ex08b": ("c08_shared.build_similarity", "made_again"),
    "ex10b": ("c10_custom.archive", "archived"),
    "ex10c": ("c10_custom.archive", "archived"),
}
"""Module and function of what is asked where no code of the learner's is."""


def find(exercise: str) -> Callable[[Answer, dict], None]:
    """The questions of an exercise: `ask(answer, parameters)` puts evidence into the answer.

    Raises:
        KeyError: there is no such exercise.
    """
    module, name = _QUESTIONS[exercise]
    return getattr(importlib.import_module(f"{__name__}.{module}"), name)


def elsewhere(exercise: str) -> Callable[[dict], dict]:
    """What is asked of the data in an exercise's evidence where no code of the learner's is (`autograder.asking.heldout`).

    Raises:
        KeyError: nothing is.
    """
    module, name = _ELSEWHERE[exercise]
    return getattr(importlib.import_module(f"{__name__}.{module}"), name)


def import_all() -> None:
    """Import the questions of all exercises."""
    for exercise in _QUESTIONS:
        find(exercise)
    for exercise in _ELSEWHERE:
        elsewhere(exercise)
