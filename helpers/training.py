"""What a learner sees while a model trains: a line for each epoch, a bar for the running one, and the curves.

Both displays are ordinary outputs that are updated in place, not widgets: their last state is saved with the
notebook and shows on GitHub, in a printed page and to a screen reader, all of which lose a widget.
"""

import signal
import time
from collections.abc import Callable
from html import escape
from types import FrameType
from typing import Any

import keras

from helpers import charts
from helpers.drawing.picture import Picture
from helpers.language import duration
from helpers.language import translate as _

_PAUSE = 0.2  # seconds between updates: five a second are enough for an eye and cost the training nothing
_CELLS = 20


def live(lang: str | None = None) -> "Curves":
    """A callback that shows training as it goes: `model.fit(..., verbose=0, callbacks=[live()])`."""
    return Curves(lang)


def plot_history(history: Any, lang: str | None = None) -> Picture:
    """The curves of a finished training.

    Args:
        history: what `fit` returned, or its `.history` dict.
    """
    return charts.curves(getattr(history, "history", history), lang)


class Curves(keras.callbacks.Callback):
    """Shows a training run: in a notebook lines, bar and curves; elsewhere one printed line for each epoch.

    Interrupting the kernel once ends the training after the running batch, and `fit` returns its history as
    usual; a second time raises `KeyboardInterrupt` as always.

    Attributes:
        history: values by metric, one for each finished epoch.
        interrupted: whether the reader stopped the training.
    """

    def __init__(self, lang: str | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.history: charts.Series = {}
        self.interrupted = False
        self._lang, self._clock = lang, clock
        self._lines: list[str] = []
        self._epoch, self._shown = 0, 0.0
        self._pace = _Pace()
        self._text = self._picture = self._former = None

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.history, self.interrupted, self._lines = {}, False, []
        self._pace = _Pace()
        self._text = self._picture = None
        self._listen()
        if _in_notebook():
            from IPython.display import display

            self._text = display(_Lines([_("Training starts.", self._lang)], self._quiet()), display_id=True)

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if self._text is None:
            return
        now, steps = self._clock(), self.params.get("steps")
        if steps:
            self._pace.step(now, self._epoch * steps + batch + 1)
        if now - self._shown < _PAUSE:
            return
        self._shown = now
        bar = self._line(logs or {}) + "   " + self._bar(batch)
        self._text.update(_Lines([*self._lines, bar], self._quiet()))

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        found = charts.scalars(logs or {})
        done = max((len(values) for values in self.history.values()), default=0)
        for name in dict.fromkeys([*self.history, *found]):
            self.history.setdefault(name, [None] * done).append(found.get(name))
        self._tell(self._line(logs or {}))
        self._draw()

    def on_train_end(self, logs: dict | None = None) -> None:
        self._unlisten()
        if self.interrupted:
            self._tell(_("Stopped in epoch {epoch}, as you asked. The model keeps what it has learned.", self._lang,
                         epoch=self._epoch + 1))  # fmt: skip
        elif self._text is not None:
            self._text.update(_Lines(self._lines))

    def _quiet(self) -> str:
        """What is said where nothing comes any more: a page that was closed and opened again is not told of the rest."""
        return _("Nothing new here for a minute. If this page was closed meanwhile, the training went on unseen: when it has ended, `plot_history(history)` shows it.", self._lang).replace("`", "")  # fmt: skip

    def _tell(self, text: str) -> None:
        self._lines.append(text)
        if self._text is None:
            print(text, flush=True)
        else:
            done = len(self._lines) >= self.params.get("epochs", 1)
            self._text.update(_Lines(self._lines, "" if done or self.interrupted else self._quiet()))

    def _draw(self) -> None:
        if self._text is None:
            return
        from IPython.display import display

        picture = charts.curves(self.history, self._lang)
        if self._picture is None:
            self._picture = display(picture, display_id=True)
        else:
            self._picture.update(picture)

    def _line(self, logs: dict) -> str:
        return charts.line(self._epoch, self.params.get("epochs", 1), charts.scalars(logs), self._lang)

    def _bar(self, batch: int) -> str:
        steps = self.params.get("steps")
        if not steps:
            return _("batch {batch}", self._lang, batch=batch + 1)
        full = min(_CELLS, _CELLS * (batch + 1) // steps)
        bar = "█" * full + "░" * (_CELLS - full) + f" {batch + 1}/{steps}"
        left = self._pace.left(self.params.get("epochs", 1) * steps)
        return (
            bar if left is None else f"{bar}   " + _("about {time} left", self._lang, time=duration(left, self._lang))
        )

    def _listen(self) -> None:
        try:
            self._former = signal.signal(signal.SIGINT, self._interrupt)
        except ValueError:  # not the main thread: an interrupt goes elsewhere
            self._former = None

    def _unlisten(self) -> None:
        if self._former is not None:
            signal.signal(signal.SIGINT, self._former)
            self._former = None

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        former = self._former
        self._unlisten()
        if _runs_fit(frame, self.model):
            self.interrupted = True
            self.model.stop_training = True
        elif callable(former):  # a training that failed left this handler behind
            former(number, frame)


class _Pace:
    """How fast the steps go, the first one left out: it traces the graph."""

    def __init__(self) -> None:
        self._first: tuple[float, int] | None = None
        self._last = (0.0, 0)

    def step(self, now: float, done: int) -> None:
        self._first = self._first or (now, done)
        self._last = (now, done)

    def left(self, steps: int) -> float | None:
        """Seconds until `steps` are done; None while nothing can be said."""
        if not self._first or self._last[1] == self._first[1]:
            return None
        each = (self._last[0] - self._first[0]) / (self._last[1] - self._first[1])
        return each * (steps - self._last[1])


_WAIT = (
    "<style>@keyframes kfa-quiet{to{visibility:visible}}"
    ".kfa-quiet{visibility:hidden;animation:kfa-quiet 0s 60s forwards;opacity:.75;margin:4px 0}</style>"
)


class _Lines:
    """Lines of text as a notebook shows them.

    Args:
        quiet: a sentence that is seen where they have not changed for a minute.
    """

    def __init__(self, lines: list[str], quiet: str = "") -> None:
        self._lines, self._quiet = list(lines), quiet

    def __repr__(self) -> str:
        return "\n".join(self._lines)

    def _repr_html_(self) -> str:
        quiet = f'{_WAIT}<p class="kfa-quiet">{escape(self._quiet)}</p>' if self._quiet else ""
        return f'<pre style="white-space:pre-wrap;word-break:normal;overflow-wrap:break-word">{escape(repr(self))}</pre>{quiet}'


def _runs_fit(frame: FrameType | None, model: Any) -> bool:
    while frame is not None:
        if frame.f_code.co_name == "fit" and frame.f_locals.get("self") is model:
            return True
        frame = frame.f_back
    return False


def _in_notebook() -> bool:
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return getattr(get_ipython(), "kernel", None) is not None
