"""The words of a picture: shapes, parameters, configuration."""

import re
from collections.abc import Iterator

from helpers.defaults import usual
from helpers.drawing.theme import text_width
from helpers.language import translate as _

# What one needs to build a layer again, in the order of its constructor; what is left out has Keras's default.
_SHOWN = {
    "Dense": ("units", "activation"),
    "Conv": ("filters", "kernel_size", "strides", "padding", "activation"),
    "Pooling": ("pool_size", "strides", "padding"),
    "Dropout": ("rate",),
    "Embedding": ("input_dim", "output_dim"),
    "LSTM": ("units", "return_sequences"),
    "GRU": ("units", "return_sequences"),
    "Concatenate": ("axis",),
    "Reshape": ("target_shape",),
    "UpSampling": ("size",),
    "Activation": ("activation",),
}
_DEFAULTS = {
    "use_bias": True,
    "groups": 1,
    "dilation_rate": (1, [1], [1, 1], [1, 1, 1]),
    "activation": "linear",
    "mask_zero": False,
    "return_sequences": False,
    "return_state": False,
    "go_backwards": False,
    "stateful": False,
    "unroll": False,
    "reset_after": True,
    "use_cudnn": "auto",
    "zero_output_for_mask": False,
    "unit_forget_bias": True,
    "dropout": 0.0,
    "recurrent_dropout": 0.0,
    "recurrent_activation": "sigmoid",
    "keepdims": False,
    "interpolation": "nearest",
    "name": None,
    "noise_shape": None,
    "seed": None,
    "data_format": ("channels_last", None),
    "momentum": 0.99,
    "epsilon": 0.001,
    "center": True,
    "scale": True,
    "output_padding": None,
    "synchronized": False,
}
_NEVER = ("trainable", "dtype", "batch_input_shape", "registered_name", "build_config", "lora_rank", "lora_alpha")
_NEVER_ENDS = ("_initializer", "_regularizer", "_constraint", "quantization_config")
_TANH = ("LSTM", "GRU", "SimpleRNN")
_UNORDERED = ("Add", "Multiply", "Average", "Maximum", "Minimum", "add", "multiply", "average")
_NAMELESS = re.compile(r"keras_tensor(_\d+)?(CLONE)?")  # what Keras calls an input that it makes itself
_NAMED_OUTPUTS = 2  # of a fold
_DIGITS = 8
_LONGEST = 60  # characters of a value
_ROW = 260.0  # width of a row of configuration before it wraps, in pixels


def heading(node: dict, lang: str | None) -> tuple[str, str]:
    """Title and name of a box: what the layer is, and what it is called here."""
    if node["kind"] == "fold":
        fold = node["fold"]
        count = _("{count} layers", lang, count=fold["layers"])
        return (f"× {fold['times']}", count) if fold["times"] else (count, fold.get("name", ""))
    if node["kind"] == "input":
        found = (_("input", lang), "") if _NAMELESS.fullmatch(node["name"]) else (node["name"], _("input", lang))
    else:
        found = (node["name"], _("model", lang)) if node["kind"] == "model" else (node["op"], node["name"])
    line = node.get("at", {}).get("line")
    return (found[0], " · ".join(filter(None, [found[1], _("line {line}", lang, line=line)]))) if line else found


def shapes(found: list) -> str:
    """Output shapes as text: `? × 28 × 28 × 1`; a `?` is a size left open."""
    return ", ".join(" × ".join("?" if d is None else str(d) for d in s) if s else "()" for s in found)


def rows(node: dict, with_shapes: bool, with_config: bool, first: bool, lang: str | None) -> tuple:
    """Rows below the heading, each (left, right). A shared layer's parameters are told at its first call only."""
    found = []
    if node["kind"] == "fold":
        found.append((shorten(", ".join(f"{kind} {count}" for kind, count in node["fold"]["kinds"]), 44), ""))
    if with_shapes:
        right = node["dtypes"][0] if node["kind"] == "input" else parameters(node, first, lang)
        found.append((shapes(node["shapes"]), right))
    if with_config:
        found += [(line, "") for line in _wrapped(configuration(node))]
    else:
        found += [(line, "") for line in _wrapped(_constants(node))]
    return tuple(found)


def parameters(node: dict, first: bool, lang: str | None) -> str:
    """`4,160 params`, `same weights` at later calls, empty for a layer without weights."""
    if not node["params"]:
        return ""
    words = _("{count} params", lang, count=f"{node['params']:,}") if first else _("same weights", lang)
    if node["config"].get("trainable") is False:
        words += " · " + _("frozen", lang)
    return words


def configuration(node: dict) -> list[str]:
    """What one needs to build the layer again, as `name value`; Keras's defaults are left out where usual."""
    config, op = node["config"], node["op"]
    always = next((keys for name, keys in _SHOWN.items() if name in op and not op.startswith("Global")), ())
    found = [f"{k} {_rounded(config[k])}" for k in always if k in config]
    for key, value in config.items():
        if key in always or key in _NEVER or key.endswith(_NEVER_ENDS) or _default(op, key, value) or value in ({}, []):
            continue
        found.append(f"{key} {_rounded(value)}")
    return found + _constants(node)


def _constants(node: dict) -> list[str]:
    """Arguments of the call that are no tensors, such as `training=True`."""
    args = {k: v for k, v in node.get("args", {}).items() if not _has_tensor(v)}
    if node["kind"] == "layer" and not args.get("training") and "Normalization" not in node["op"]:
        args.pop("training", None)  # what Keras itself fills in for Dropout, LSTM and the like
    return [f"{k}={_rounded(v)}" for k, v in args.items()] if node["kind"] != "input" else []


def _rounded(value: object) -> str:
    """A value as a picture has room for: of a long number, six digits."""
    text = spelled(value)
    return f"{value:.6g}" if isinstance(value, float) and len(text) > _DIGITS else text


def _has_tensor(value: object) -> bool:
    if isinstance(value, dict):
        return "tensor" in value or any(_has_tensor(v) for v in value.values())
    return isinstance(value, list) and any(_has_tensor(v) for v in value)


def _default(op: str, key: str, value: object) -> bool:
    if key == "activation" and op in _TANH:
        return value == "tanh"
    if key not in _DEFAULTS:
        return value is None or (key in usual(op) and usual(op)[key] == value)
    default = _DEFAULTS[key]
    return value in default if isinstance(default, tuple) else value == default


def spelled(value: object) -> str:
    """A value of a configuration as one would write it, short."""
    if isinstance(value, list):
        plain = all(isinstance(v, int) for v in value)
        text = "×".join(map(str, value)) if plain and value else "(" + ", ".join(map(spelled, value)) + ")"
        return shorten(text, _LONGEST)
    if isinstance(value, dict):
        if value.get("class") == "function":
            return str(value.get("config"))
        if "class" in value:
            return str(value["class"])
        if "ellipsis" in value:
            return "..."
        if "list" in value:
            return shorten(f"({', '.join(map(spelled, value['first']))}, … {value['list']:,})", _LONGEST)
        if "array" in value:
            return f"{'×'.join(map(str, value['array']))} {value['dtype']}"
        if "function" in value:
            return str(value["function"])
        if "slice" in value:
            return ":".join("" if v is None else str(v) for v in value["slice"])
    if value is None or isinstance(value, bool):
        return str(value)
    return shorten(str(value), 40)


def _wrapped(words: list[str]) -> list[str]:
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} · {word}" if lines else word
        if lines and text_width(joined, 11, mono=True) <= _ROW:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def shorten(text: str, most: int) -> str:
    """`text` with its middle left out if longer than `most` characters: names differ at their ends."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    tail = most // 3
    return f"{text[: most - tail - 1]}…{text[-tail:]}"


def order_matters(node: dict) -> bool:
    """Whether a reader must see which argument an edge is."""
    return len(node["inputs"]) > 1 and node["op"] not in _UNORDERED and node["kind"] != "fold"


def outputs(graph: dict, lang: str | None) -> dict[tuple, list[str]]:
    """Words of the model's outputs, by (node, output index): `output`, `output 1`, `output · priority`.

    Of a call that gives several tensors it is said which: `output 1 ← [2]`. A fold may hold many outputs; few are named.
    """
    flat = graph["outputs"]["flat"]
    paths = list(_paths(graph["outputs"]["tree"]))
    nodes = {node["id"]: node for node in graph["nodes"]}
    found: dict[tuple, list[str]] = {}
    for k, (node, index) in enumerate(flat):
        tail = paths[k] if len(paths) == len(flat) else f" {k}" if len(flat) > 1 else ""
        which = f" ← {_output(nodes[node], index)}" if len(nodes[node]["shapes"]) > 1 else ""
        found.setdefault((node, index), []).append(_("output", lang) + tail + which)
    for end, words in found.items():
        if nodes[end[0]]["kind"] == "fold" and len(words) > _NAMED_OUTPUTS:
            rest = len(words) - _NAMED_OUTPUTS
            found[end] = [*words[:_NAMED_OUTPUTS], _("… and {count} more", lang, count=rest)]
    return found


def _output(node: dict, index: int) -> str:
    """Which of its tensors: its key, where a nested model gives a dict, else its number."""
    paths = list(_paths(node["graph"]["outputs"]["tree"])) if node.get("graph") else []
    path = paths[index] if len(paths) == len(node["shapes"]) else ""
    return path[3:] if path.startswith(" · ") else f"[{index}]"


def _paths(tree: object, path: str = "") -> Iterator[str]:
    """For each tensor of a structure the way there: ` 1`, ` · key`, ` · key[0]`; "" for a tensor alone."""
    if isinstance(tree, dict) and "tensor" not in tree:
        for key in sorted(tree):
            yield from _paths(tree[key], f"{path}.{key}" if path else f" · {key}")
    elif isinstance(tree, list):
        for k, part in enumerate(tree):
            yield from _paths(part, "" if len(tree) == 1 and not path else f"{path}[{k}]" if path else f" {k}")
    else:
        yield path


def mark_words(lang: str | None) -> dict[str, str]:
    """The word that stands at each kind of mark: a mark is never a colour alone."""
    return {
        "wrong": _("look here", lang),
        "surplus": _("not expected", lang),
        "missing": _("missing", lang),
        "yours": _("yours", lang),
        "expected": _("expected", lang),
        "same": _("should be one layer", lang),
    }


def total(layers: int, params: int, lang: str | None) -> str:
    """`3 layers, 55,050 parameters`."""
    if layers == 1:
        return _("1 layer, {params} parameters", lang, params=f"{params:,}")
    return _("{layers} layers, {params} parameters", lang, layers=layers, params=f"{params:,}")


def colon(lang: str | None) -> str:
    """The colon between a word and what it is about: full width in Chinese."""
    return "：" if lang == "zh" else ": "
