"""`watch()`: a callback that says during `fit` what goes wrong, once each, and shows it on the graph at the end."""

import math
import sys
from typing import Any

import keras

from autograder.doubts import pulse
from autograder.doubts.course import Course
from autograder.feedback.card import Card
from autograder.feedback.visible import visible
from helpers.language import mark
from helpers.language import translate as _

EVERY = 32
"""Batches between two looks at the loss; within these the first NaN can't be told nearer."""
DEAD = 0.5
"""The share of a layer's units that stand still, from which on it is told."""
EXPLODED = 10.0
"""How much larger a layer's weights have become since the beginning, when that is told."""


def watch() -> "Watch":
    """A callback for `fit(..., callbacks=[watch()])`: it says what goes wrong, once each."""
    return Watch()


class Watch(keras.callbacks.Callback):
    """Looks at the losses of each epoch, and at the weights between them; never at the data.

    Attributes:
        said: what was told, `(key, sentence, layers)`, in order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, str, tuple]] = []
        self._course, self._layers, self._begin, self._before = Course(), [], {}, {}
        self._epoch, self._fine = 0, (0, 0)

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.said, self._course, self._begin, self._before = [], Course(), {}, {}
        self._layers = self._watched()
        self._fine = (0, 0)

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        self._epoch = epoch
        if not self._layers:
            self._layers = self._watched()
        self._before = self._looks()
        self._begin = self._begin or self._before

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if batch % EVERY and batch > 2:
            return
        if self._finite(logs):
            self._fine = (self._epoch, batch)
        elif "nan" not in self._keys():
            self._nan(batch)

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        losses = {name: float(value) for name, value in (logs or {}).items() if name in ("loss", "val_loss")}
        if not self._layers:
            self._layers = self._watched()
        if not math.isfinite(losses.get("loss", 0.0)):
            if "nan" not in self._keys():
                self._nan(None)
            return
        self._course.add(losses)
        after = self._looks()
        if self._before:
            self._weights(after)
        self._losses(after)

    def on_train_end(self, logs: dict | None = None) -> None:
        if self.said and _in_notebook():
            from IPython.display import display

            display(self.card())

    def card(self) -> Card:
        """What was said in this training, with the picture on which the layers are marked."""
        lines = [visible(sentence) for _key, sentence, _layers in self.said] or [_("Nothing went wrong that shows.")]
        title = ("→ " if self.said else "✓ ") + f"watch · `{self.model.name if self.model else ''}`"
        found = Card("no" if self.said else "ok", title, "", lines)
        picture = _picture(self.model, [layer for _key, _sentence, layers in self.said for layer in layers])
        return found.with_pictures({_("The layers that were named"): picture}) if picture else found

    def _watched(self) -> list[Any]:
        try:
            return pulse.layers_of(self.model)
        except Exception:  # a model that isn't built yet, or a learner's own that can't be asked
            return []

    def _looks(self) -> dict[int, pulse.Pulse]:
        return {k: pulse.look(layer) for k, layer in enumerate(self._layers)}

    def _keys(self) -> set[str]:
        return {key for key, _sentence, _layers in self.said}

    def _say(self, key: str, words: str, about: tuple = (), **values: object) -> None:
        if key in self._keys():
            return
        sentence = _(words, **values) if values else _(words)
        self.said.append((key, sentence, about))
        print(visible("→ watch: " + sentence.replace("`", "")), flush=True, file=sys.stdout)

    @staticmethod
    def _finite(logs: dict | None) -> bool:
        loss = (logs or {}).get("loss")
        return loss is None or math.isfinite(float(loss))

    def _nan(self, batch: int | None) -> None:
        """The loss is no number any more: since when, and where weights are none either."""
        broken = tuple(layer for k, layer in enumerate(self._layers) if not pulse.look(layer).finite)
        epoch, fine = self._fine
        where = _("epoch {epoch}, after batch {batch}", epoch=epoch + 1, batch=fine + 1)
        words = mark(
            "The loss is NaN since {where}. All weights that a gradient reaches are lost from there on: begin anew, with a lower learning rate, and look for NaN in the data (`lint(model, data)`)."
        )
        if batch is not None and broken and len(broken) < len(self._layers):
            words = mark(
                "The loss is NaN since {where}, and so are the weights of {layers}. Begin anew, with a lower learning rate, and look for NaN in the data (`lint(model, data)`)."
            )
        self._say("nan", words, broken, where=where, layers=_names(broken))

    def _weights(self, after: dict[int, pulse.Pulse]) -> None:
        still, dead, large = [], [], []
        for k, layer in enumerate(self._layers):
            before, now = self._before.get(k), after[k]
            if before is None:
                continue
            if now.sample.size and pulse.moved(before, now) == 0.0:
                still.append(layer)
                continue
            units = pulse.still(before, now)
            if units is not None and units.mean() >= DEAD:
                dead.append((layer, int(units.sum()), len(units)))
            first = self._begin.get(k)
            if first is not None and now.size > max(1.0, EXPLODED * first.size):
                large.append((layer, now.size / max(first.size, 1e-12)))
        for layer, count, all_ in dead:
            self._say(
                f"dead {layer.name}",
                mark(
                    "{count} of {all} units of `{layer}` got no gradient in epoch {epoch}: their relu gives 0 for every sample. A lower learning rate, `he_normal` or `leaky_relu` keeps them alive."
                ),
                (layer,),
                count=count,
                all=all_,
                layer=layer.name,
                epoch=self._epoch + 1,
            )
        for layer, times in large:
            self._say(
                f"large {layer.name}",
                mark(
                    "The weights of `{layer}` are {times} times as large as at the beginning. Lower the learning rate, or clip the gradients (`clipnorm=1.0`)."
                ),
                (layer,),
                layer=layer.name,
                times=f"{times:,.0f}",
            )
        if still and len(still) == len(self._layers):
            self._say(
                "nothing",
                mark(
                    "No layer has changed in epoch {epoch}: no gradient reaches the weights. Look at the learning rate and at the loss (`lint(model)`)."
                ),
                tuple(still),
                epoch=self._epoch + 1,
            )
        elif still:
            self._say(
                "still",
                mark("{layers} got no gradient in epoch {epoch}: nothing that the loss sees depends on it."),
                tuple(still),
                layers=_names(still),
                epoch=self._epoch + 1,
            )

    def _losses(self, after: dict[int, pulse.Pulse]) -> None:
        since = self._course.overfits()
        if since is not None:
            self._say(
                "overfit",
                mark(
                    "Since epoch {epoch} the validation loss rises while the training loss falls: the model learns the samples by heart. Stop there (`EarlyStopping(restore_best_weights=True)`), use more data, or dropout."
                ),
                epoch=since,
            )
        if self._course.swings():
            self._say(
                "high",
                mark("The training loss rises from epoch to epoch: the learning rate is too high. Try a tenth of it."),
            )
        elif self._course.stands():
            steps = [pulse.moved(self._before[k], after[k]) for k in after if k in self._before]
            if steps and 0 < max(steps) < 1e-3:
                self._say(
                    "low",
                    mark(
                        "After {epochs} epochs the loss is what it was, and the weights hardly move: the learning rate is too low. Try ten times as much."
                    ),
                    epochs=len(self._course.loss),
                )
            elif steps and max(steps) > 0:
                self._say(
                    "stands",
                    mark(
                        "After {epochs} epochs the loss is what it was: nothing is learned, though weights move. Look at labels and loss (`lint(model, data)`)."
                    ),
                    epochs=len(self._course.loss),
                )


def _names(layers: Any) -> str:
    names = [f"`{layer.name}`" for layer in layers]
    return ", ".join([*names[:5], "…"] if len(names) > 5 else names)


def _picture(model: Any, layers: list) -> Any:
    """The graph with the layers that were named; None without a graph or without layers."""
    from helpers import draw, graph

    if not layers or model is None or not graph.is_functional(model):
        return None
    try:
        reads, things = graph.read_together([model])
        numbers = {n for n, thing in things.items() if any(thing is layer for layer in layers)}
        nodes = [node["id"] for node in reads[0]["nodes"] if node["layer"] in numbers]
        return draw(
            reads[0], marks={"nodes": dict.fromkeys(nodes, "wrong"), "labels": dict.fromkeys(nodes, _("look here"))}
        )
    except Exception:  # a picture is no reason to lose a training
        return None


def _in_notebook() -> bool:
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return getattr(get_ipython(), "kernel", None) is not None
