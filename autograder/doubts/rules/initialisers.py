"""How weights begin, and what holds them small."""

from collections.abc import Iterator

from autograder.doubts.calls import CONVOLUTIONS, DENSE, RECURRENT, Call
from autograder.doubts.doubt import At, at, rule
from autograder.doubts.sources import BOOK_SYMMETRY, GLOROT, NEURALINT, TAXONOMY
from autograder.doubts.subject import Subject
from helpers.language import mark

_KERNELS = ("kernel_initializer", "recurrent_initializer")


def _kernels(model: Subject) -> Iterator[tuple[Call, str, str, dict]]:
    """`(call, option, class, config)` of the initialisers of all kernels that learn."""
    for call, _thing in model.things:
        if call.op not in DENSE | CONVOLUTIONS | RECURRENT:
            continue
        if call.entry["weights"] and not any(w["trainable"] for w in call.entry["weights"]):
            continue
        for option in _KERNELS:
            given = call.entry["config"].get(option)
            if isinstance(given, dict) and "class" in given:
                yield call, option, str(given["class"]), given.get("config") or {}


@rule(
    "init.constant",
    says=mark("`{layer}` begins with all weights equal (`{option}={initialiser}`)."),
    because=mark(
        "Units that begin alike get the same gradient and stay alike: the layer learns as if it had one unit."
    ),
    remedy=mark('Leave the initialiser out, or use `"he_normal"` before relu.'),
    sources=(BOOK_SYMMETRY, NEURALINT),
)
def constant(model: Subject) -> Iterator[At]:
    for call, option, name, _config in _kernels(model):
        if name in ("Zeros", "Ones", "Constant") and (call.width or 2) > 1 and not _last(model, call, name):
            yield at(call, option=option, initialiser=name)


def _last(model: Subject, call: Call, name: str) -> bool:
    """A last layer of zeros is an honest beginning: each class is as likely as the other, and its gradients differ."""
    return name == "Zeros" and any(head.base is call for head in model.heads)


@rule(
    "init.scale",
    says=mark("`{layer}` begins with weights of about {scale} (`{option}={initialiser}`); {width} inputs ask for about {right}."),
    because=mark("Layer by layer what passes is multiplied: {effect}."),
    remedy=mark("Leave the initialiser out, or use `\"he_normal\"`, which looks at the layer's width."),
    sources=(GLOROT, NEURALINT, "He et al., Delving Deep into Rectifiers, ICCV 2015, arXiv:1502.01852"),
)  # fmt: skip
def scale(model: Subject) -> Iterator[At]:
    from helpers.language import translate as _

    for call, option, name, config in _kernels(model):
        size, fan = _size(name, config), _fan(call)
        if size is None or not fan:
            continue
        right = (2 / fan) ** 0.5
        if size > 10 * right or size < right / 100:
            effect = _("numbers and gradients explode") if size > right else _("numbers and gradients vanish")
            shown = {"scale": f"{size:.2g}", "right": f"{right:.2g}", "effect": effect, "width": fan}
            yield at(call, option=option, initialiser=name, **shown)


def _size(name: str, config: dict) -> float | None:
    """The root mean square of what an initialiser draws; None where it looks at the layer by itself."""
    if name in ("RandomNormal", "TruncatedNormal"):
        return float((config.get("stddev", 0.05) ** 2 + config.get("mean", 0.0) ** 2) ** 0.5)
    if name == "RandomUniform":
        low, high = config.get("minval", -0.05), config.get("maxval", 0.05)
        return float(((low * low + low * high + high * high) / 3) ** 0.5)
    return None


def _fan(call: Call) -> int | None:
    shapes = [w["shape"] for w in call.entry["weights"] if len(w["shape"]) > 1]
    if not shapes:
        return None
    fan = 1
    for d in shapes[0][:-1]:
        fan *= d
    return fan


@rule(
    "init.regularised-away",
    says=mark("`{layer}` is regularised with {strength} (`{option}`)."),
    because=mark("The penalty outweighs the loss: the cheapest weights are 0, and that is what is learned."),
    remedy=mark("Begin with 1e-4."),
    sources=("Keras, regularizers (default 0.01), https://keras.io/api/layers/regularizers/", TAXONOMY),
)
def regularised_away(model: Subject) -> Iterator[At]:
    for call, _thing in model.things:
        for option, given in call.entry["config"].items():
            if not option.endswith("_regularizer") or not isinstance(given, dict):
                continue
            config = given.get("config") if isinstance(given.get("config"), dict) else {}
            strength = max((abs(v) for v in config.values() if isinstance(v, (int, float))), default=0)
            if strength >= 0.1:
                yield at(call, strength=f"{strength:g}", option=option)
