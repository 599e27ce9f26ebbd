"""Questions of exercise 06b: a loss, a weight and metrics for each output."""

from typing import Any

import numpy as np

from autograder.asking.collect import Answer
from autograder.questions.common.tickets import (
    DRAWS,
    INPUTS,
    OUTPUTS,
    ROWS,
    drawn_logits,
    of,
    small_router,
    small_tickets,
)


def ask(answer: Answer, parameters: dict) -> None:
    for label in ("first", "other"):
        model = small_router()
        weights = parameters[label]
        answer.call(model, *weights, shown="compile_ticket_router(model, {}, {})".format(*weights))
        state = answer.run(lambda m=model: state_of(m, parameters["seed"]), "model.evaluate(…)")
        answer.items[label] = state


def _read(model: Any, inputs: dict, targets: dict, seed: int) -> dict:
    """What each metric makes of drawn logits: by its name, an array (DRAWS,)."""
    rows = []
    for k in range(DRAWS):
        model.reset_metrics()
        rows.append(model.compute_metrics(inputs, targets, drawn_logits(seed, k)))
    names = sorted(str(name) for name, value in rows[0].items() if np.ndim(value) == 0)
    return {name: np.array([float(row[name]) for row in rows]) for name in names}


def state_of(model: Any, seed: int) -> dict:
    """What the compiled model says of drawn targets and logits: its total loss, and the metrics it reports."""
    state: dict[str, Any] = {"compiled": bool(model.compiled)}
    if not state["compiled"]:
        return state
    tickets = small_tickets(seed, ROWS)
    inputs, targets = of(tickets, INPUTS), of(tickets, OUTPUTS)
    loss = model.loss if isinstance(model.loss, dict) else {}
    state["given"] = {str(k): str(getattr(v, "name", v))[:80] for k, v in loss.items()}
    doing = "loss"
    try:
        totals = [model.compute_loss(x=inputs, y=targets, y_pred=drawn_logits(seed, k)) for k in range(DRAWS)]
        state["totals"] = np.array([float(t) for t in totals])
        doing = "metrics"
        model.run_eagerly = True  # a few rows: tracing would take longer, and warns when it happens often
        state["reports"] = sorted(str(k) for k in model.evaluate(inputs, targets, verbose=0, return_dict=True))
        state["read"] = _read(model, inputs, targets, seed)
    except Exception as error:  # a configuration that does not fit raises errors of many kinds
        state["error"] = {"in": doing, "type": type(error).__name__, "message": str(error).strip().split("\n")[0][:200]}
    return state
