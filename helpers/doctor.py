"""The environment check: one line for each thing that the course needs, OK or what to do about it."""

import html
import importlib.metadata
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from helpers import home, kernel, remedies
from helpers.language import translate as _

OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 13)
OLDEST_KERAS = (3, 12)
MEMORY_GB, DISK_GB = 1.5, 0.5  # a chapter's kernel takes 1.0 to 1.3 GB; progress, checkpoints and a model or two

_STYLE = """<style>
.kfa-doctor{--OK:#0a7d4f;--FIX:#b93c0b;--NOTE:#2458c5;list-style:none;padding:0;margin:6px 0;
color:var(--jp-content-font-color1,#1f2328);font:14px/1.7 system-ui,"Noto Sans CJK SC",sans-serif}
body[data-jp-theme-light="false"] .kfa-doctor{--OK:#4cc38a;--FIX:#ff9a62;--NOTE:#8ab4ff}
.kfa-doctor li{display:flex;gap:10px}.kfa-doctor b{font:600 13px/24px ui-monospace,monospace;min-width:4.5em}
</style>"""


@dataclass(frozen=True)
class Line:
    """One finding: `status` is "OK", "NOTE" (works, worth knowing) or "FIX" (the text says how)."""

    status: str
    text: str

    def __str__(self) -> str:
        return f"[ {self.status} ] {self.text}"


class Report:
    """What the doctor found; shows itself in a notebook and in a terminal."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines

    @property
    def ready(self) -> bool:
        """Whether nothing has to be fixed."""
        return all(line.status != "FIX" for line in self.lines)

    def __repr__(self) -> str:
        return "\n".join(map(str, self.lines))

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<li><b style="color:var(--{line.status})">{line.status}</b> &ensp;<span>{_code(line.text)}</span></li>'
            for line in self.lines
        )
        return f'{_STYLE}<ul class="kfa-doctor">{rows}</ul>'


def doctor() -> Report:
    """Look at everything that the course needs. The first call takes some seconds: TensorFlow is loaded."""
    for name, value in kernel.ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    checks = (_python, _whole, _keras, _backend, _processor, _graphviz, _data, _kernel, _nbgrader, _memory, _progress)
    return Report([line for check in checks if (line := _guarded(check))])


def _guarded(check: Callable[[], Line | None]) -> Line | None:
    """A check that fails is a finding, too: what is broken may break in any way."""
    try:
        return check()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        what = check.__name__.strip("_")
        return Line(
            "FIX", _("The check `{what}` failed ({reason}). {remedy}", what=what, reason=reason, remedy=_anew())
        )


def _python() -> Line:
    version = platform.python_version()
    if OLDEST_PYTHON <= sys.version_info[:2] <= NEWEST_PYTHON:
        return Line("OK", f"Python {version}")
    remedy = remedies.from_scratch()
    return Line(
        "FIX", _("Python {version}: the course needs 3.11, 3.12 or 3.13. {remedy}", version=version, remedy=remedy)
    )


def _whole() -> Line | None:
    """A line only where something is missing: that the rest works is said by the lines below."""
    missing = remedies.whole()
    return Line("FIX", missing) if missing else None


def _keras() -> Line:
    remedy = remedies.again("keras>={}.{}".format(*OLDEST_KERAS))
    try:
        version = importlib.metadata.version("keras")
    except importlib.metadata.PackageNotFoundError:
        return Line("FIX", _("Keras is not installed. {remedy}", remedy=remedy))
    if _numbers(version) >= OLDEST_KERAS:
        return Line("OK", f"Keras {version}")
    return Line("FIX", _("Keras {version}: the course needs 3.12 or newer. {remedy}", version=version, remedy=remedy))


def _backend() -> Line:
    # Before Keras is imported: what is no number stops it.
    for name in ("KERAS_MAX_EPOCHS", "KERAS_MAX_STEPS_PER_EPOCH"):
        if os.environ.get(name):
            return Line(
                "FIX",
                _(
                    "{name} is set, which cuts every training short. Remove it from the environment, and restart.",
                    name=name,
                ),
            )
    try:
        import keras
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return Line("FIX", _("Keras can't start ({reason}). {remedy}", reason=reason, remedy=_remedy(error)))
    if keras.backend.backend() != remedies.BACKEND:
        return Line(
            "FIX",
            _(
                "Keras computes with {backend}; the course needs tensorflow. {remedy}",
                backend=keras.backend.backend(),
                remedy=remedies.setting("backend", remedies.BACKEND),
            ),
        )
    for name in ("image_data_format", "floatx"):
        found, needed = getattr(keras.config, name)(), remedies.SETTINGS[name]
        if found != needed:
            return Line(
                "FIX",
                _(
                    "Keras is set to {name} = {found}; the course needs {needed}. {remedy}",
                    name=name,
                    found=found,
                    needed=needed,
                    remedy=remedies.setting(name, needed),
                ),
            )
    import tensorflow

    return Line("OK", _("Backend tensorflow {version}", version=tensorflow.__version__))


def _processor() -> Line:
    import tensorflow as tf

    cores = os.cpu_count() or 1
    gpus = tf.config.list_physical_devices("GPU")
    if gpus:
        names = [tf.config.experimental.get_device_details(gpu).get("device_name", gpu.name) for gpu in gpus]
        return Line("OK", _("GPU: {names}. It will be used.", names=", ".join(names)))
    if shutil.which("nvidia-smi"):
        return Line(
            "NOTE",
            _(
                "CPU with {cores} cores will be used. There is an NVIDIA GPU too, which this TensorFlow can't see; "
                "the README says how to install the one that can. The course doesn't need it.",
                cores=cores,
            ),
        )
    return Line("OK", _("CPU with {cores} cores will be used; no GPU, and the course needs none.", cores=cores))


def _graphviz() -> Line:
    if shutil.which("dot"):
        return Line("OK", _("Graphviz, for Keras's `plot_model`"))
    system = platform.system()
    command = {"Darwin": "brew install graphviz", "Windows": "winget install graphviz"}.get(
        system, "sudo apt install graphviz"
    )
    return Line(
        "OK",
        _(
            "No Graphviz: the course's own pictures don't need it, only Keras's `plot_model` does (`{command}`).",
            command=command,
        ),
    )


def _data() -> Line:
    from helpers import datasets

    files = datasets.verify()
    bad = [name for name, whole in files if not whole]
    if not bad:
        return Line("OK", _("{count} data files came with the course; no network is needed.", count=len(files)))
    return Line(
        "FIX",
        _(
            "Data files missing or damaged: {names}. Bring them back with `git checkout -- helpers/datasets/pack` "
            "in the course's folder, or get the course again.",
            names=", ".join(bad),
        ),
    )


def _kernel() -> Line:
    if kernel.registered():
        return Line("OK", _("Kernel `{name}` of the notebooks", name=kernel.NAME))
    return Line("FIX", _("The kernel `{name}` is not registered. `kfa lab` does it when it starts.", name=kernel.NAME))


def _nbgrader() -> Line:
    try:
        return Line("OK", f"nbgrader {importlib.metadata.version('nbgrader')}")
    except importlib.metadata.PackageNotFoundError:
        return Line("NOTE", _("No nbgrader: it is needed to give the course to a class, not to learn."))


def _memory() -> Line:
    import psutil

    memory = psutil.virtual_memory().available / 1e9
    disk = shutil.disk_usage(_existing(str(home.folder()))).free / 1e9
    figures = {"memory": f"{memory:.1f}", "disk": f"{disk:.1f}"}
    if disk < DISK_GB:
        return Line("FIX", _("Only {disk} GB of disk space are free. Make room, or nothing can be saved.", **figures))
    if memory < MEMORY_GB:
        return Line(
            "NOTE",
            _(
                "Only {memory} GB of memory are free. Shut down other notebooks and programs if a kernel dies.",
                **figures,
            ),
        )
    return Line("OK", _("Free: {memory} GB of memory, {disk} GB of disk", **figures))


def _progress() -> Line:
    from helpers.workspace import writable

    folder = home.folder()
    if writable(folder):
        return Line("OK", _("Progress is kept in {path}", path=folder))
    return Line(
        "FIX",
        _(
            "Progress can't be kept: {path} can't be written. Set KFA_HOME to a folder that you may write to.",
            path=folder,
        ),
    )


def _remedy(error: Exception) -> str:
    """What to do where Keras can't start."""
    if isinstance(error, ModuleNotFoundError) and error.name == remedies.BACKEND:
        return remedies.again(remedies.tensorflow())
    return remedies.wrong_setting() or _anew()


def _anew() -> str:
    """What to do about something unknown: what is incomplete is known."""
    missing = remedies.whole()
    if missing and remedies.ours():
        return remedies.again()  # what is missing stands above
    return missing or remedies.from_scratch()


def _existing(path: str) -> str:
    while not os.path.exists(path) and os.path.dirname(path) != path:
        path = os.path.dirname(path)
    return path


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])


def _code(text: str) -> str:
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", html.escape(text, quote=False))
