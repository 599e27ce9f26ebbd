"""The optimizer: learning rates and other numbers out of their range."""

from collections.abc import Iterator
from typing import Any

from autograder.doubts.doubt import At, at, rule
from autograder.doubts.sources import ADAM, BENGIO, TAXONOMY, UMLAUT
from autograder.doubts.subject import Subject
from helpers.language import mark

_HIGH = {"SGD": 1.0, "Adagrad": 1.0, "Adadelta": 10.0, "Ftrl": 1.0, "Muon": 1.0, "Lion": 0.003}
_LOW = {"SGD": 1e-5, "Adagrad": 1e-5}
_USUAL = {"SGD": "0.01", "Adagrad": "0.01", "Lion": "0.0001"}
HIGH, LOW = 0.01, 1e-6
"""Borders for Adam and its kin, ten times and a thousandth of the default; those of others stand above."""


@rule(
    "optimizer.rate-high",
    says=mark("The learning rate of {optimizer} is {rate}."),
    because=mark("Steps this large jump over the valley: the loss swings or becomes NaN."),
    remedy=mark("Begin with {usual}."),
    sources=(ADAM, BENGIO, UMLAUT),
    needs=("compile",),
)
def rate_high(model: Subject) -> Iterator[At]:
    told = model.training
    if told and told.learning_rate is not None and told.learning_rate > _HIGH.get(told.optimizer_name, HIGH):
        yield _rate(told)


@rule(
    "optimizer.rate-low",
    says=mark("The learning rate of {optimizer} is {rate}."),
    because=mark("Steps this small change nothing in the time that one has; 0 changes nothing at all."),
    remedy=mark("Begin with {usual}."),
    sources=(BENGIO, UMLAUT, TAXONOMY),
    needs=("compile",),
)
def rate_low(model: Subject) -> Iterator[At]:
    told = model.training
    if not told or told.learning_rate is None or told.optimizer_name == "Adadelta":
        return
    if told.learning_rate < _LOW.get(told.optimizer_name, LOW):
        yield _rate(told)


def _rate(told: Any) -> At:
    usual = _USUAL.get(told.optimizer_name, "0.001")
    return at(optimizer=f"`{told.optimizer_name}`", rate=f"{told.learning_rate:g}", usual=usual)


@rule(
    "optimizer.adadelta-default",
    says=mark("The learning rate of `Adadelta` is {rate}."),
    because=mark("Adadelta scales its steps by itself and was made for a rate of 1.0; with Keras's default of 0.001 it stands almost still."),
    remedy=mark("`keras.optimizers.Adadelta(learning_rate=1.0)`, or `\"adam\"`."),
    sources=("Keras, Adadelta, https://keras.io/api/optimizers/adadelta/", "Zeiler, ADADELTA, 2012, arXiv:1212.5701"),
    needs=("compile",),
)  # fmt: skip
def adadelta_default(model: Subject) -> Iterator[At]:
    told = model.training
    if told and told.optimizer_name == "Adadelta" and told.learning_rate is not None and told.learning_rate <= 0.05:
        yield at(rate=f"{told.learning_rate:g}")


@rule(
    "optimizer.momentum",
    says=mark("The momentum of `{optimizer}` is {momentum}."),
    because=mark("Each step then goes on for {steps} more: the path overshoots, or never comes to rest."),
    remedy=mark("Use 0.9."),
    sources=(BENGIO, "Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013"),
    needs=("compile",),
)
def momentum(model: Subject) -> Iterator[At]:
    told = model.training
    value = getattr(told.optimizer, "momentum", None) if told else None
    if told and told.optimizer_name == "SGD" and isinstance(value, (int, float)) and value > 0.99:
        steps = "∞" if value >= 1 else round(1 / (1 - value))
        yield at(optimizer=told.optimizer_name, momentum=value, steps=steps)


@rule(
    "optimizer.clipping",
    says=mark("`{option}={value}` clips gradients almost to nothing."),
    because=mark("Whatever the loss says, each step is at most that large times the learning rate."),
    remedy=mark("Use about 1.0."),
    sources=("Pascanu, Mikolov, Bengio, On the difficulty of training recurrent neural networks, ICML 2013",),
    needs=("compile",),
)
def clipping(model: Subject) -> Iterator[At]:
    told = model.training
    if not told or told.optimizer_name != "SGD":  # what scales its steps by itself doesn't mind
        return
    for option in ("clipnorm", "global_clipnorm", "clipvalue"):
        value = getattr(told.optimizer, option, None)
        if isinstance(value, (int, float)) and 0 < value < 1e-3:
            yield at(option=option, value=value)


@rule(
    "optimizer.decay",
    says=mark("The weight decay of `{optimizer}` is {decay}."),
    because=mark("Each step draws every weight that share of the way to 0 (times the learning rate): what is learned melts away."),
    remedy=mark("Begin with 0.004."),
    sources=("Loshchilov, Hutter, Decoupled Weight Decay Regularization, ICLR 2019", "Keras, AdamW, https://keras.io/api/optimizers/adamw/"),
    needs=("compile",),
)  # fmt: skip
def decay(model: Subject) -> Iterator[At]:
    told = model.training
    value = getattr(told.optimizer, "weight_decay", None) if told else None
    if told and isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0.5:
        yield at(optimizer=told.optimizer_name, decay=value)
